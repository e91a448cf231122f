namespace Stripe;

/// <summary>Names the application in the user agent.</summary>
public class AppInfo
{
    /// <summary>The application.</summary>
    public string Name { get; set; }

    /// <summary>Its version.</summary>
    public string Version { get; set; }

    /// <summary>Where it is at home.</summary>
    public string Url { get; set; }
}
