using System.Text.Json.Nodes;
using Dapr.Client;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Docs;

/// <summary>Fetches the document of each service through the sidecar, and adds the gateway's own.</summary>
internal sealed class ServiceDocuments(DaprClient dapr, [FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider own)
{
    /// <exception cref="HttpRequestException">A service cannot be reached.</exception>
    public async Task<Dictionary<string, JsonObject>> FetchAsync(CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, JsonObject> { [AppIds.Gateway] = await OwnAsync(cancellationToken) };
        foreach (var appId in PublicRoutes.Table.Select(route => route.AppId).Distinct())
        {
            using var http = dapr.CreateInvokableHttpClient(appId);
            documents[appId] = (await http.GetFromJsonAsync<JsonObject>(ApiDocument.Path, cancellationToken))!;
        }

        return documents;
    }

    private async Task<JsonObject> OwnAsync(CancellationToken cancellationToken)
    {
        var document = await own.GetOpenApiDocumentAsync(cancellationToken);
        return JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken))!.AsObject();
    }
}
