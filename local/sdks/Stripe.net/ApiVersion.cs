namespace Stripe;

/// <summary>The version of Stripe's API that the entities here describe: date, then release train.</summary>
internal static class ApiVersion
{
    public const string Current = "2026-07-29.dahlia";
}
