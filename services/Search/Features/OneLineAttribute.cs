using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Search.Features;

/// <summary>Refuses text with control characters, which the database refuses too (NUL), and with halves of surrogate pairs.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneLineAttribute() : ValidationAttribute("The field {0} must be one line of text.")
{
    public override bool IsValid(object? value)
    {
        var text = value as string ?? "";
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i)))
            {
                return false;
            }

            i += char.IsSurrogate(text[i]) ? 1 : 0;
        }

        return true;
    }
}
