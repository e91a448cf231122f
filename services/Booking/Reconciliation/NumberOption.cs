using System.CommandLine;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Makes options of commands that are numbers.</summary>
internal static class NumberOption
{
    /// <summary>A number within limits.</summary>
    public static Option<int> Of(string name, string value, int standard, int least, int most, string description)
    {
        var option = new Option<int>(name) { HelpName = value, Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && int.TryParse(token.Value, out var number) && (number < least || number > most))
            {
                given.AddError($"{name} is {least} to {most}.");
            }
        });
        return option;
    }
}
