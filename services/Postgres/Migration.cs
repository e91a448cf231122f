using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace TicketBooking.Postgres;

/// <summary>A numbered SQL file. Forward only: an applied file is never edited.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">File name.</param>
/// <param name="Sql">Its text.</param>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>Shows whether an applied file was edited.</summary>
    public string Checksum => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Reads the resources <c>….Migrations.NNNN_name.sql</c> of an assembly, in order.</summary>
    /// <exception cref="InvalidOperationException">There are none, or their numbers are not 1, 2, 3…</exception>
    public static IReadOnlyList<Migration> EmbeddedIn(Assembly assembly)
    {
        const string Folder = ".Migrations.";
        var found = assembly.GetManifestResourceNames()
            .Where(resource => resource.Contains(Folder, StringComparison.Ordinal) && resource.EndsWith(".sql", StringComparison.Ordinal))
            .Select(resource => Read(assembly, resource, resource[(resource.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..]))
            .OrderBy(migration => migration.Number)
            .ToList();
        return found.Count > 0 && found.Select(migration => migration.Number).SequenceEqual(Enumerable.Range(1, found.Count))
            ? found
            : throw new InvalidOperationException(
                $"{assembly.GetName().Name} must embed migrations numbered 0001, 0002, … without gaps; found: {string.Join(", ", found.Select(m => m.Name))}.");
    }

    private static Migration Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return int.TryParse(name.Split('_')[0], out var number)
            ? new Migration(number, name, reader.ReadToEnd())
            : throw new InvalidOperationException($"The name of migration {name} does not start with its number.");
    }
}
