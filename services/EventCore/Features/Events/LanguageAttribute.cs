using System.ComponentModel.DataAnnotations;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Features.Events;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class LanguageAttribute() : ValidationAttribute("The field {0} is not a BCP 47 language tag, such as en or zh-Hant.")
{
    public override bool IsValid(object? value) => value is not string tag || Language.IsTag(tag);
}
