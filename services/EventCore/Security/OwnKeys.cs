using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Security;

/// <summary>
/// Lets this service validate tokens as the others do, with keys from its database instead of from itself over HTTP. An unknown key id
/// (another instance has rotated) triggers a look at the database, at most every second.
/// </summary>
internal sealed class OwnKeys(KeyRing keys) : IConfigurationRetriever<OpenIdConnectConfiguration>, IDocumentRetriever
{
    public ConfigurationManager<OpenIdConnectConfiguration> Manager() => new(TokenAuthentication.JwksPath, this, this)
    {
        RefreshInterval = TimeSpan.FromSeconds(1),
    };

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(
        string address, IDocumentRetriever retriever, CancellationToken cancel)
    {
        var configuration = new OpenIdConnectConfiguration();
        foreach (var key in await keys.PublishedAsync(cancel))
        {
            configuration.SigningKeys.Add(key);
        }

        return configuration;
    }

    public Task<string> GetDocumentAsync(string address, CancellationToken cancel) =>
        throw new NotSupportedException("Keys come from the database, not from a document.");
}
