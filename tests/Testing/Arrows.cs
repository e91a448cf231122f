using System.Reflection;
using NetArchTest.Rules;
using Xunit;

namespace TicketBooking.Testing;

/// <summary>Holds which folder of a project may use which.</summary>
public static class Arrows
{
    /// <summary>Fails when a folder uses one that its row does not name, or has no row.</summary>
    /// <param name="assembly">The project.</param>
    /// <param name="rows">
    /// A folder, and the folders that its types may use. A row may name only folders of rows below it, so the arrows make no circle.
    /// </param>
    public static void AreHeld(Assembly assembly, params (string Folder, string[] MayUse)[] rows)
    {
        var root = $"TicketBooking.{assembly.GetName().Name}.";
        var folders = Array.ConvertAll(rows, row => row.Folder);
        Assert.Equal(folders.Order(), FoldersOf(assembly, root));
        Assert.All(rows, row => Assert.Empty(row.MayUse.Except(folders.SkipWhile(folder => folder != row.Folder).Skip(1))));
        var offences = rows.SelectMany(row => Offences(assembly, root, row.Folder, folders.Except([row.Folder, .. row.MayUse]))).ToArray();
        Assert.True(offences.Length == 0, string.Join('\n', offences));
    }

    private static IEnumerable<string> FoldersOf(Assembly assembly, string root) =>
        assembly.GetTypes().Select(type => type.Namespace ?? "").Where(name => name.StartsWith(root, StringComparison.Ordinal))
            .Select(name => name[root.Length..].Split('.')[0]).Distinct().Order();

    private static IEnumerable<string> Offences(Assembly assembly, string root, string folder, IEnumerable<string> forbidden)
    {
        foreach (var other in forbidden)
        {
            var result = Types.InAssembly(assembly).That().ResideInNamespace(root + folder)
                .ShouldNot().HaveDependencyOnAny(root + other).GetResult();
            foreach (var type in result.FailingTypes)
            {
                yield return $"{type.FullName} uses {other}";
            }
        }
    }
}
