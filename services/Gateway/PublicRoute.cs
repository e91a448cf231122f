using TicketBooking.Gateway.Limits;

namespace TicketBooking.Gateway;

/// <summary>One way in.</summary>
/// <param name="Method">GET serves HEAD as well.</param>
/// <param name="Path">What the outside calls.</param>
/// <param name="AppId">Who answers.</param>
/// <param name="Access">Who may call.</param>
/// <param name="Lane">Which traffic it is limited with.</param>
internal sealed record PublicRoute(string Method, string Path, string AppId, Access Access, Lane Lane = Lane.Browse)
{
    /// <summary>The same place under the name that the service knows; <see cref="Path"/> unless said otherwise.</summary>
    public string To { get; init; } = Path;

    /// <summary>Whether it is another name for a place.</summary>
    public bool IsAlias => !ReferenceEquals(To, Path);

    /// <summary>Puts a body into the words of the service; null for all but other names of a route.</summary>
    public Func<HttpRequest, CancellationToken, Task>? Translate { get; init; }

    /// <summary>How limits and logs call it.</summary>
    public string Name => $"{Method} {Path}";
}
