namespace TicketBooking.Deployment.Tests.Observability;

/// <summary>A metric as a query selects it.</summary>
/// <param name="Series">Its name in Prometheus.</param>
/// <param name="Matchers">The labels in its braces.</param>
internal sealed record PromSelector(string Series, IReadOnlyList<PromMatcher> Matchers);

/// <summary>A condition on a label.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Operator"><c>=</c>, <c>!=</c>, <c>=~</c> or <c>!~</c>.</param>
/// <param name="Value">Text or regular expression.</param>
internal sealed record PromMatcher(string Label, string Operator, string Value)
{
    /// <summary>The values that it names; none when it is an expression other than a list.</summary>
    public string[] Values => Operator is "=" or "!=" ? [Value] : Value.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '|') ? Value.Split('|') : [];
}
