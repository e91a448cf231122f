using TicketBooking.Gateway.Limits;

namespace TicketBooking.Gateway;

/// <summary>A public method and path, and the service behind it.</summary>
/// <param name="Method">GET serves HEAD as well.</param>
/// <param name="Path">The public path; its parameters are ids.</param>
/// <param name="AppId">App id of the service that answers.</param>
/// <param name="Access">What a caller needs.</param>
/// <param name="Lane">Which traffic it is limited with.</param>
internal sealed record PublicRoute(string Method, string Path, string AppId, Access Access, Lane Lane = Lane.Browse)
{
    /// <summary>The path that the service knows; <see cref="Path"/> by default.</summary>
    public string To { get; init; } = Path;

    /// <summary>Whether the service knows another path.</summary>
    public bool IsAlias => !ReferenceEquals(To, Path);

    /// <summary>Translates a body for the service; null for all but aliases.</summary>
    public Func<HttpRequest, CancellationToken, Task>? Translate { get; init; }

    /// <summary>Its name in limits and logs.</summary>
    public string Name => $"{Method} {Path}";
}
