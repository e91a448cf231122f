using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Behaviour;
using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Webhooks;

/// <summary>Writes events, and their deliveries, into the transaction of the change they tell of.</summary>
internal sealed class EventWriter(NpgsqlConnection db, Misbehaviour misbehaviour, Func<string, bool> delivers, ApiRequest? cause, DateTimeOffset now)
{
    /// <summary>The API version of these objects; SDKs refuse events of another release train.</summary>
    public const string ApiVersion = "2026-10-28.endive";

    public async Task AppendAsync<T>(string type, T subject, string intentId, CancellationToken cancellationToken)
    {
        var deliver = delivers(type);
        var id = Ids.New("evt");
        var body = StripeJson.Write(new EventBody<T>(
            id, ApiVersion, now.ToUnixTimeSeconds(), new EventData<T>(subject), deliver ? 1 : 0,
            new EventRequest(cause?.RequestId, cause?.IdempotencyKey), type));
        await DeliveryTable.InsertEventAsync(db, id, intentId, type, body, cancellationToken);
        if (!deliver)
        {
            return;
        }

        var plan = misbehaviour.PlanFor(type);
        for (var copy = 0; copy < plan.Copies; copy++)
        {
            await DeliveryTable.InsertDeliveryAsync(db, id, intentId, now + plan.Delay, plan.Held, plan.Dropped, cancellationToken);
        }

        if (plan.CompletesGroup)
        {
            await DeliveryTable.ReleaseHeldAsync(db, now, cancellationToken);
        }
    }

    private sealed record EventBody<T>(
        string Id, string ApiVersion, long Created, EventData<T> Data, int PendingWebhooks, EventRequest Request, string Type)
    {
        public string Object { get; } = "event";

        public bool Livemode { get; }
    }

    private sealed record EventData<T>(T Object);

    private sealed record EventRequest(string? Id, string? IdempotencyKey);
}
