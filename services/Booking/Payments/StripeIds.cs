using Stripe;

namespace TicketBooking.Booking.Payments;

/// <summary>Which of Stripe's ids can be kept: a text of 1 to 255 characters without NUL, which PostgreSQL does not store.</summary>
internal static class StripeIds
{
    private const int Longest = 255;

    public static bool IsValid(string? id) => id is { Length: >= 1 and <= Longest } && !id.Contains('\0', StringComparison.Ordinal);

    /// <summary>Whether all ids of an event that this service uses are valid. A charge without an intent is not ours, and no fault.</summary>
    public static bool AreValid(Event news) =>
        IsValid(news.Id) && IsValid(news.Type)
        && (news.Data?.Object is not PaymentIntent intent || IsValid(intent.Id))
        && (ReturnNews.IntentOf(news) is not { } intentId || IsValid(intentId));
}
