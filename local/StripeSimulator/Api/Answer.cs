using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Api;

/// <summary>The answer to a call. Its effects are committed and, under an idempotency key, the answer is kept.</summary>
internal sealed record Answer(int Status, string Body)
{
    public static Answer Ok<T>(T value) => new(StatusCodes.Status200OK, StripeJson.Write(value));

    public static Answer Of(int status, ApiError error) => new(status, StripeJson.Write(new ErrorBody(error)));

    private sealed record ErrorBody(ApiError Error);
}

/// <summary>Stripe's list object.</summary>
internal sealed record ListOf<T>(string Url, IReadOnlyList<T> Data, bool HasMore)
{
    public string Object { get; init; } = "list";
}
