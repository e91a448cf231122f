using TicketBooking.StripeSimulator.Behaviour;

namespace TicketBooking.StripeSimulator.Features.Control;

/// <summary>Maps what Stripe does not have: misbehaviour on demand, a cardholder, banks, and the auditor's view.</summary>
internal static class ControlEndpoints
{
    public static void MapSimulator(this IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/simulator");
        control.MapGet("/health", () => TypedResults.Ok());
        control.MapGet("/behaviour", (Misbehaviour misbehaviour) => TypedResults.Ok(misbehaviour.Read()));
        control.MapPost("/behaviour", (Rules rules, Misbehaviour misbehaviour) =>
        {
            misbehaviour.Add(rules);
            return TypedResults.Ok(misbehaviour.Read());
        });
        control.MapDelete("/behaviour", (Misbehaviour misbehaviour) =>
        {
            misbehaviour.Reset();
            return TypedResults.NoContent();
        });
        control.MapPost("/payment_intents/{id}/authenticate", Authenticate.HandleAsync);
        control.MapPost("/payment_intents/{id}/dispute", DisputePayment.HandleAsync);
        control.MapPost("/disputes/{id}/close", CloseDispute.HandleAsync);
        control.MapPost("/refunds/{id}", MoveRefund.HandleAsync);
        control.MapPost("/events/{id}/resend", ResendEvent.HandleAsync);
        control.MapGet("/ledger", ReadLedger.HandleAsync);
    }
}
