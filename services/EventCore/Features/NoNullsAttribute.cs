using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace TicketBooking.EventCore.Features;

/// <summary>Refuses a list that contains null: neither the serializer nor the nullable annotations refuse <c>[null]</c>.</summary>
/// <remarks>In requests, lists of records are <c>IReadOnlyList</c>: the framework's validation does not look into arrays.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class NoNullsAttribute() : ValidationAttribute("The field {0} contains null.")
{
    public override bool IsValid(object? value) => value is not IEnumerable items || items.Cast<object?>().All(item => item is not null);
}
