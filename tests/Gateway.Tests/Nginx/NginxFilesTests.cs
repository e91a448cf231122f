using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Nginx;

/// <summary>The files of deploy/nginx as a container that starts reads them.</summary>
public sealed class NginxFilesTests
{
    [Fact]
    public async Task Nginx_takes_the_configuration_with_the_settings_of_a_container_that_says_nothing_but_the_gateway()
    {
        ProxiedGateway.SkipWithoutNginx();
        var folder = Directory.CreateTempSubdirectory("ticket-booking-nginx-").FullName;
        // The gateway's name is looked up, and is not known here. The image's /tmp is this folder.
        var configuration = await NginxFiles.WriteAsync(
            folder,
            new Dictionary<string, string?> { ["NGINX_UPSTREAM"] = "127.0.0.1:8080", ["NGINX_CERTIFICATE"] = Path.Combine(folder, "tls.crt") });

        var (exitCode, output) = await ServiceProcess.RunAsync(NginxServer.Command(configuration, "-t") with { DeleteAfterwards = folder });

        Assert.True(exitCode == 0, output);
        Assert.Contains("test is successful", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_have_defaults_for_a_container()
    {
        var settings = await NginxFiles.SettingsAsync(new Dictionary<string, string?>());

        Assert.Equal(
            [
                "NGINX_CERTIFICATE=/tmp/tls/tls.crt", "NGINX_CERTIFICATE_KEY=/tmp/tls/tls.key", "NGINX_ENVSUBST_FILTER=^NGINX_", "NGINX_HTTP=8080",
                "NGINX_HTTPS=8443", "NGINX_IPV4=0.0.0.0", "NGINX_IPV6=" + (File.Exists("/proc/net/if_inet6") ? "[::]" : "127.0.0.1"),
                "NGINX_ORIGIN=https://localhost:8443", "NGINX_SERVER_NAME=localhost", "NGINX_UPSTREAM=gateway:8080",
            ],
            settings.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_setting_of_the_container_wins()
    {
        var settings = await NginxFiles.SettingsAsync(new Dictionary<string, string?>
        {
            ["NGINX_SERVER_NAME"] = "tickets.example.test", ["NGINX_HTTPS"] = "443", ["NGINX_CERTIFICATE"] = "/run/own.crt",
        });

        Assert.Equal("https://tickets.example.test:443", settings["NGINX_ORIGIN"]);
        Assert.Equal("/run/own.key", settings["NGINX_CERTIFICATE_KEY"]);
    }

    [Fact]
    public async Task A_certificate_that_is_there_is_left_alone()
    {
        ProxiedGateway.SkipWithoutNginx();
        var folder = Directory.CreateTempSubdirectory("ticket-booking-nginx-").FullName;
        var path = Path.Combine(folder, "tls.crt");
        var settings = new Dictionary<string, string?> { ["NGINX_CERTIFICATE"] = path };
        await NginxFiles.SettingsAsync(settings, andThen: "16-certificate.sh");
        var made = await File.ReadAllTextAsync(path);

        await NginxFiles.SettingsAsync(settings, andThen: "16-certificate.sh");

        Assert.StartsWith("-----BEGIN CERTIFICATE-----", made, StringComparison.Ordinal);
        Assert.Equal(made, await File.ReadAllTextAsync(path));
        Directory.Delete(folder, recursive: true);
    }
}
