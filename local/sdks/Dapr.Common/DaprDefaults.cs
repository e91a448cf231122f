using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Dapr;

/// <summary>
/// Where the sidecar is and which token it wants: from configuration first, then from environment variables, then Dapr's defaults.
/// </summary>
public static class DaprDefaults
{
    /// <summary>Names the token that calls to the sidecar carry.</summary>
    public const string DaprApiTokenEnvironmentVariableName = "DAPR_API_TOKEN";

    /// <summary>Names the token that calls from the sidecar carry.</summary>
    public const string AppApiTokenEnvironmentVariableName = "APP_API_TOKEN";

    /// <summary>Names the address of the sidecar's HTTP API; wins over the port.</summary>
    public const string DaprHttpEndpointEnvironmentVariableName = "DAPR_HTTP_ENDPOINT";

    /// <summary>Names the port of the sidecar's HTTP API on localhost.</summary>
    public const string DaprHttpPortEnvironmentVariableName = "DAPR_HTTP_PORT";

    /// <summary>Names the address of the sidecar's gRPC API; wins over the port.</summary>
    public const string DaprGrpcEndpointEnvironmentVariableName = "DAPR_GRPC_ENDPOINT";

    /// <summary>Names the port of the sidecar's gRPC API on localhost.</summary>
    public const string DaprGrpcPortEnvironmentVariableName = "DAPR_GRPC_PORT";

    /// <summary>Plaintext.</summary>
    public const string DefaultDaprScheme = "http";

    /// <summary>The sidecar runs beside the application.</summary>
    public const string DefaultDaprHost = "localhost";

    /// <summary>The HTTP port of a sidecar that was told none.</summary>
    public const int DefaultHttpPort = 3500;

    /// <summary>The gRPC port of a sidecar that was told none.</summary>
    public const int DefaultGrpcPort = 50001;

    /// <summary>The token for calls to the sidecar, or an empty string.</summary>
    public static string GetDefaultDaprApiToken(IConfiguration? configuration) =>
        Value(configuration, DaprApiTokenEnvironmentVariableName) ?? string.Empty;

    /// <summary>The token that calls from the sidecar carry, or an empty string.</summary>
    public static string GetDefaultAppApiToken(IConfiguration? configuration) =>
        Value(configuration, AppApiTokenEnvironmentVariableName) ?? string.Empty;

    /// <summary>The address of the sidecar's HTTP API.</summary>
    /// <exception cref="FormatException">The port is not a number, or the endpoint not an address.</exception>
    public static string GetDefaultHttpEndpoint(IConfiguration? configuration = null) => Endpoint(
        Value(configuration, DaprHttpEndpointEnvironmentVariableName),
        Value(configuration, DaprHttpPortEnvironmentVariableName),
        DefaultHttpPort);

    /// <summary>The address of the sidecar's gRPC API.</summary>
    /// <exception cref="FormatException">The port is not a number, or the endpoint not an address.</exception>
    public static string GetDefaultGrpcEndpoint(IConfiguration? configuration = null) => Endpoint(
        Value(configuration, DaprGrpcEndpointEnvironmentVariableName),
        Value(configuration, DaprGrpcPortEnvironmentVariableName),
        DefaultGrpcPort);

    private static string Endpoint(string? endpoint, string? port, int defaultPort)
    {
        if (!string.IsNullOrWhiteSpace(endpoint))
        {
            var address = new Uri(endpoint);
            return new UriBuilder(address.Scheme, address.Host, address.Port).ToString();
        }

        var number = string.IsNullOrWhiteSpace(port) ? defaultPort : int.Parse(port, CultureInfo.InvariantCulture);
        return new UriBuilder(DefaultDaprScheme, DefaultDaprHost, number).ToString();
    }

    private static string? Value(IConfiguration? configuration, string name) =>
        configuration?[name] ?? Environment.GetEnvironmentVariable(name);
}
