using System.ComponentModel.DataAnnotations;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Features.Events;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class CurrencyAttribute() : ValidationAttribute("The field {0} is not an ISO 4217 currency code.")
{
    public override bool IsValid(object? value) => value is not string code || Currencies.IsKnown(code.ToUpperInvariant());
}
