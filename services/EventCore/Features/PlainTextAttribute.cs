using System.ComponentModel.DataAnnotations;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Features;

/// <summary>Text without control characters; line breaks and tabs only where allowed.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class PlainTextAttribute() : ValidationAttribute("The field {0} contains control characters.")
{
    public bool Multiline { get; set; }

    public override bool IsValid(object? value) =>
        Multiline ? PlainText.IsLines(value as string) : PlainText.IsLine(value as string);
}
