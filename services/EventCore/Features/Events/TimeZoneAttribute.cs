using System.ComponentModel.DataAnnotations;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Features.Events;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class TimeZoneAttribute() : ValidationAttribute("The field {0} is not the id of an IANA time zone, such as Europe/Amsterdam.")
{
    public override bool IsValid(object? value) => value is not string id || TimeZoneName.IsKnown(id);
}
