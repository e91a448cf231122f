namespace Dapr.Workflow;

/// <summary>Why an activity, a child or a workflow failed.</summary>
/// <param name="errorType">The exception's full type name.</param>
/// <param name="errorMessage">The exception's message.</param>
/// <param name="stackTrace">The exception's stack trace.</param>
public class WorkflowTaskFailureDetails(string errorType, string errorMessage, string? stackTrace = null)
{
    /// <summary>The exception's full type name.</summary>
    public string ErrorType { get; } = errorType;

    /// <summary>The exception's message.</summary>
    public string ErrorMessage { get; } = errorMessage;

    /// <summary>The exception's stack trace.</summary>
    public string? StackTrace { get; } = stackTrace;

    /// <summary>Whether the exception was a <typeparamref name="T"/>; false too for types this process does not know.</summary>
    public bool IsCausedBy<T>()
        where T : Exception =>
        (typeof(T).Assembly.GetType(ErrorType) ?? Type.GetType(ErrorType, throwOnError: false)) is { } type
        && typeof(T).IsAssignableFrom(type);

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
