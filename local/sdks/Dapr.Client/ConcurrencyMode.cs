namespace Dapr.Client;

/// <summary>What an etag means to a write.</summary>
public enum ConcurrencyMode
{
    /// <summary>The write is refused when the version has moved on.</summary>
    FirstWrite,

    /// <summary>The write wins whatever the version is.</summary>
    LastWrite,
}
