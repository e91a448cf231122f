namespace TicketBooking.Sidecar.Components;

/// <summary>How long finished workflows are kept: Configuration's <c>spec.workflow.stateRetentionPolicy.anyTerminal</c>; null is for ever.</summary>
internal sealed record WorkflowRetention(TimeSpan? AnyTerminal)
{
    public static WorkflowRetention From(Manifest? configuration)
    {
        var policy = configuration?.Spec is { } spec ? Yaml.Map(spec, "workflow", "stateRetentionPolicy") : null;
        var text = policy is null ? null : Yaml.Text(policy, "anyTerminal");
        return new(text is null ? null : Duration.Parse(text));
    }
}
