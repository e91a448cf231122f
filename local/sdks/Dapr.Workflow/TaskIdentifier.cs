namespace Dapr.Workflow.Abstractions;

/// <summary>The name of a workflow or activity.</summary>
/// <param name="Name">The name.</param>
#pragma warning disable CA2225 // As the vendor's
public readonly record struct TaskIdentifier(string Name)
{
    /// <summary>A string is a name.</summary>
    public static implicit operator TaskIdentifier(string name) => new(name);

    /// <summary>A name is a string.</summary>
    public static implicit operator string(TaskIdentifier identifier) => identifier.Name;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
#pragma warning restore CA2225
