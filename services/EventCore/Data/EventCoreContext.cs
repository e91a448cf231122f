using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Data;

/// <summary>Users, venues and events. The schema is made by Migrations/*.sql; this only says how it is read and written.</summary>
internal sealed class EventCoreContext(DbContextOptions<EventCoreContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Venue> Venues => Set<Venue>();

    public DbSet<Event> Events => Set<Event>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<User>().ToTable("tbl_user");
        modelBuilder.Entity<Venue>(venue =>
        {
            venue.ToTable("tbl_venue");
            IsJson(venue.Property(v => v.Sections));
        });
        modelBuilder.Entity<Event>(@event =>
        {
            @event.ToTable("tbl_event");
            @event.ComplexProperty(e => e.Details);
            @event.HasOne(e => e.Venue).WithMany().HasForeignKey(e => e.VenueId);
            @event.HasOne(e => e.Seats).WithOne().HasForeignKey<GeneratedSeats>(s => s.EventId).OnDelete(DeleteBehavior.ClientNoAction);
            @event.Navigation(e => e.Seats).AutoInclude();
            IsJson(@event.Property(e => e.Sections));
        });
        modelBuilder.Entity<GeneratedSeats>(seats => seats.ToTable("tbl_generated_seats").HasKey(s => s.EventId));
        modelBuilder.UseSnakeCaseColumns();
    }

    /// <summary>Layouts are immutable values: replaced or kept, never changed in place.</summary>
    private static void IsJson<T>(PropertyBuilder<T[]> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web),
        json => JsonSerializer.Deserialize<T[]>(json, JsonSerializerOptions.Web)!,
        new ValueComparer<T[]>((left, right) => ReferenceEquals(left, right), value => RuntimeHelpers.GetHashCode(value)));
}

internal static class EventCoreContextSetup
{
    public static void AddEventCoreContext(this WebApplicationBuilder builder)
    {
        builder.Services.AddDbContextPool<EventCoreContext>((services, options) =>
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddSingleton<EventRepublication>();
    }
}
