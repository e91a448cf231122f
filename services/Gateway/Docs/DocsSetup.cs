using TicketBooking.Gateway.Limits;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Docs;

internal static class DocsSetup
{
    public static void AddDocs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ServiceDocuments>();
        builder.Services.AddSingleton<DocumentCache>();
    }

    /// <summary><c>/openapi/v1.json</c>, and a page to try it out at <c>/docs</c> that needs nothing from elsewhere.</summary>
    public static void MapDocs(this WebApplication app)
    {
        app.MapGet(ApiDocument.Path, GetAsync).AllowAnonymous().WithLane(Lane.Browse).ExcludeFromDescription();
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Ticket booking";
            page.SwaggerEndpoint(ApiDocument.Path, "v1");
        });
    }

    private static async Task<IResult> GetAsync(DocumentCache documents, CancellationToken cancellationToken) =>
        await documents.GetAsync(cancellationToken) is { } document
            ? TypedResults.Bytes(document, "application/json")
            : new Retryable(Problem.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "The API document is not available yet; try again."));
}
