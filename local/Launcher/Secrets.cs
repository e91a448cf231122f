using System.Security.Cryptography;
using System.Text.Json;

namespace TicketBooking.Launcher;

/// <summary>Made once per data directory and kept, because the data agrees with them.</summary>
internal sealed record Secrets(
    string DaprApiToken,
    string AppApiToken,
    string WebhookSecret,
    string KeyEncryptionKey,
    string AdminPassword,
    string PostgresPassword)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads secrets.json of the directory, or makes it, readable by its owner only.</summary>
    public static Secrets LoadOrCreate(string directory)
    {
        var path = Path.Combine(directory, "secrets.json");
        if (File.Exists(path))
        {
            return JsonSerializer.Deserialize<Secrets>(File.ReadAllText(path))
                ?? throw new UserException($"{path} is empty. The data beside it can only be used with the secrets it was made with.");
        }

        var secrets = Create();
        var partial = path + ".partial";
        File.Delete(partial);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(partial, options))
        {
            JsonSerializer.Serialize(file, secrets, Indented);
        }

        File.Move(partial, path);
        return secrets;
    }

    internal static Secrets Create() => new(
        DaprApiToken: RandomNumberGenerator.GetHexString(40, lowercase: true),
        AppApiToken: RandomNumberGenerator.GetHexString(40, lowercase: true),
        WebhookSecret: "whsec_" + RandomNumberGenerator.GetHexString(40, lowercase: true),
        KeyEncryptionKey: Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        AdminPassword: RandomNumberGenerator.GetHexString(16, lowercase: true),
        PostgresPassword: RandomNumberGenerator.GetHexString(24, lowercase: true));
}
