using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

/// <summary>What compose gives the container of nginx, against what deploy/nginx reads.</summary>
public sealed class NginxContainerTests
{
    private const string Folder = "deploy/nginx";

    private static readonly (string Folder, string Place)[] Places = [("entrypoint", "/docker-entrypoint.d"), ("templates", "/etc/nginx/templates")];

    [Fact]
    public void Every_file_is_mounted_where_the_image_reads_it()
    {
        var mounted = ComposeFile.Filled["nginx"]["volumes"].Texts()
            .Select(volume => volume.Split(':'))
            .ToDictionary(parts => parts[1], parts => parts[0]);

        Assert.Equal("../nginx/nginx.conf", mounted["/etc/nginx/nginx.conf"]);
        foreach (var (folder, place) in Places)
        {
            foreach (var file in Directory.EnumerateFiles(Repository.PathTo($"{Folder}/{folder}")).Select(path => Path.GetFileName(path)!))
            {
                // As a file or with its folder; the folder of the entry point is the image's own.
                Assert.True(
                    mounted.GetValueOrDefault($"{place}/{file}") == $"../nginx/{folder}/{file}"
                    || (folder != "entrypoint" && mounted.GetValueOrDefault(place) == $"../nginx/{folder}"),
                    file);
            }
        }
    }

    [Fact]
    public async Task Every_setting_is_one_that_the_template_or_the_scripts_read()
    {
        var known = await NginxFiles.SettingsAsync(new Dictionary<string, string?>());

        Assert.Empty(ComposeFile.Environment(ComposeFile.Filled["nginx"]).Keys.Except(known.Keys));
    }

    [Fact]
    public void What_nginx_writes_to_is_writable()
    {
        var nginx = ComposeFile.Filled["nginx"];

        Assert.Equal("true", (string?)nginx["read_only"]);
        Assert.Equal(["/etc/nginx/conf.d", "/tmp"], nginx["tmpfs"].Texts().Order(StringComparer.Ordinal));
    }
}
