namespace TicketBooking.Sidecar.Components;

/// <summary>Dapr's secret store in the environment of the sidecar (<c>secretstores.local.env</c>), for references in components.</summary>
internal sealed class EnvironmentSecrets(IReadOnlyList<Manifest> manifests)
{
    public const string Type = "secretstores.local.env";

    private readonly string[] _stores =
        [.. manifests.Where(manifest => manifest.Kind == "Component" && manifest.Read<Fields>().Type == Type).Select(manifest => manifest.Name)];

    /// <exception cref="InvalidDataException">There is no such store, variable or key, or it is one of the sidecar's own tokens.</exception>
    public string Find(Manifest manifest, SecretReference reference)
    {
        var name = reference.Name ?? "";
        var isOwn = name.StartsWith("DAPR_", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "APP_API_TOKEN", StringComparison.OrdinalIgnoreCase);
        return (reference.Key ?? name) != name
            ? throw new InvalidDataException($"{manifest.File}: the secret '{name}' of '{manifest.Name}' has no key '{reference.Key}'; its only key is its name.")
            : !_stores.Contains(manifest.Auth?.SecretStore)
            ? throw new InvalidDataException($"{manifest.File}: auth.secretStore of '{manifest.Name}' names no component of type {Type}.")
            : isOwn ? throw new InvalidDataException($"{manifest.File}: '{name}' is the sidecar's own, and no secret for '{manifest.Name}'.")
            : Environment.GetEnvironmentVariable(name)
                ?? throw new InvalidDataException($"{manifest.File}: the environment variable {name} of '{manifest.Name}' is not set.");
    }

    private sealed record Fields(string? Type);
}

/// <summary>The name of a secret, and the key in it, which is the name by default. A secret of the environment has no other.</summary>
internal sealed record SecretReference(string? Name, string? Key);
