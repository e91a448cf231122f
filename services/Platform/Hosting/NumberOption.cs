using System.CommandLine;

namespace TicketBooking.Platform;

/// <summary>Makes options of commands that are numbers.</summary>
public static class NumberOption
{
    /// <summary>A number within limits; another one is an error of the command line.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="value">What stands for the number in the help.</param>
    /// <param name="standard">When it is not given.</param>
    /// <param name="least">The lowest that is taken.</param>
    /// <param name="most">The highest that is taken.</param>
    /// <param name="description">For the help.</param>
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
