using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Data;

/// <summary>By what a list is ordered, so that it can go on after an item.</summary>
/// <param name="List">The list's name, which its cursors bear.</param>
/// <param name="Parts">How many parts the key has.</param>
/// <param name="Of">The key of an item. It never changes.</param>
/// <param name="After">The items after that key; null when it is none.</param>
internal sealed record ListKey<T>(string List, int Parts, Func<T, string[]> Of, Func<string[], Expression<Func<T, bool>>?> After);

internal static class ListKeys
{
    /// <summary>Newest first: ids are made in time order.</summary>
    public static ListKey<Event> Events { get; } = new(
        "events",
        Parts: 1,
        e => [$"{e.Id}"],
        key => Guid.TryParseExact(key[0], "D", out var id) ? e => e.Id.CompareTo(id) < 0 : null);

    /// <summary>By name.</summary>
    public static ListKey<Venue> Venues { get; } = new(
        "venues",
        Parts: 2,
        venue => [venue.Name, $"{venue.Id}"],
        key => Guid.TryParseExact(key[1], "D", out var id)
            ? venue => EF.Functions.GreaterThan(ValueTuple.Create(venue.Name, venue.Id), ValueTuple.Create(key[0], id))
            : null);

    /// <summary>By name.</summary>
    public static ListKey<User> Users { get; } = new(
        "users", Parts: 1, user => [user.UsernameKey], key => user => string.Compare(user.UsernameKey, key[0]) > 0);
}
