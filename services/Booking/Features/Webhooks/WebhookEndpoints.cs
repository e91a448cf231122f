using Microsoft.AspNetCore.Mvc;

namespace TicketBooking.Booking.Features.Webhooks;

internal static class WebhookEndpoints
{
    private const int LargestBody = 256 * 1024;

    /// <summary>Maps three paths to one handler; the signature is the credential.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/api/v1/booking/webhook").WithTags("Webhooks")
            .AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        foreach (var path in (string[])["/stripe", "/payment_successful", "/payment_failed"])
        {
            webhooks.MapPost(path, ReceiveStripeEvent.HandleAsync)
                .WithSummary("Receive a signed event of Stripe")
                .ProducesProblem(400).ProducesProblem(413);
        }
    }
}
