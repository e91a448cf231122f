using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Features.Intents;

/// <summary>
/// The methods that may pay an intent. Since API version 2026-09-30.endive a caller allows some, and the answer shows those that fit; the
/// older parameter <c>payment_method_types</c> is refused.
/// </summary>
internal static class PaymentMethodTypes
{
    public const string Parameter = "allowed_payment_method_types";

    private const string Removed = "payment_method_types";

    public static readonly IReadOnlyList<string> All = ["card", "us_bank_account"];

    /// <summary>The types that a request allows, without those that do not exist here; null when it does not say.</summary>
    /// <exception cref="ApiException">The request uses the removed parameter.</exception>
    public static IReadOnlyList<string>? AllowedBy(Parameters form)
    {
        RefuseRemoved(form);
        var asked = form.List(Parameter);
        return asked.Count == 0 ? null : [.. All.Where(asked.Contains)];
    }

    /// <summary>Refuses a request that uses the removed parameter.</summary>
    /// <exception cref="ApiException">It does.</exception>
    public static void RefuseRemoved(Parameters form)
    {
        if (form.Has(Removed) || form.Map(Removed).Count > 0)
        {
            throw Errors.InvalidParameter(
                Removed, "payment_method_types_no_longer_supported", $"{Removed} is no longer supported. Use {Parameter} instead.");
        }
    }
}
