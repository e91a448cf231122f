using TicketBooking.StripeSimulator.Domain;

namespace TicketBooking.StripeSimulator.Api;

/// <summary>The errors of Stripe that callers tell apart, by type and code.</summary>
internal static class Errors
{
    private const string Invalid = "invalid_request_error";

    public static ApiException InvalidParameter(string param, string code, string message) =>
        new(StatusCodes.Status400BadRequest, new ApiError(Invalid, message) { Code = code, Param = param });

    public static ApiException Missing(string param) =>
        InvalidParameter(param, "parameter_missing", $"Missing required param: {param}.");

    public static ApiException Exclusive(string one, string other) => new(
        StatusCodes.Status400BadRequest,
        new ApiError(Invalid, $"You may only specify one of these parameters: {one}, {other}.") { Param = one });

    public static ApiException NoSuch(string what, string id, string param) =>
        new(
            StatusCodes.Status404NotFound,
            new ApiError(Invalid, $"No such {what}: '{id}'") { Code = "resource_missing", Param = param });

    /// <summary>An unknown payment method is a wrong parameter, not a missing page.</summary>
    public static ApiException NoSuchMethod(string id) =>
        InvalidParameter("payment_method", "resource_missing", $"No such PaymentMethod: '{id}'");

    public static ApiException MissingMethod() => InvalidParameter(
        "payment_method", "payment_intent_unexpected_state", "You cannot confirm a PaymentIntent that has no payment method.");

    public static ApiException Unauthorized(string message) =>
        new(StatusCodes.Status401Unauthorized, new ApiError(Invalid, message));

    public static ApiException SecretKeyRequired() => new(
        StatusCodes.Status403Forbidden,
        new ApiError(Invalid, "This API call cannot be made with a publishable API key. Please use a secret API key.")
        {
            Code = "secret_key_required",
        });

    public static ApiException KeyInUse(string key) => new(
        StatusCodes.Status409Conflict,
        new ApiError("idempotency_error", $"There is currently another in-progress request using this idempotent key '{key}'.")
        {
            Code = "idempotency_key_in_use",
        });

    public static ApiException KeyOfAnotherRequest(string key) => new(
        StatusCodes.Status400BadRequest,
        new ApiError("idempotency_error", $"The idempotent key '{key}' was first used with other parameters or on another path."));

    public static Answer UnexpectedState(PaymentIntent intent, string verb) => Answer.Of(
        StatusCodes.Status400BadRequest,
        new ApiError(Invalid, $"You cannot {verb} this PaymentIntent because it has a status of {intent.Status}.")
        {
            Code = "payment_intent_unexpected_state",
            PaymentIntent = intent,
        });

    /// <summary>An answer and no exception, so that it is kept under its key.</summary>
    public static Answer Disputed(string chargeId) => Refusal("charge_disputed", $"Charge {chargeId} has been disputed and cannot be refunded.");

    public static Answer Refusal(string code, string message) =>
        Answer.Of(StatusCodes.Status400BadRequest, new ApiError(Invalid, message) { Code = code });

    public static ApiError Internal() => new("api_error", "An unknown error occurred.");

    public static ApiError TooManyRequests() => new(Invalid, "Too many requests hit the API too quickly.") { Code = "rate_limit" };
}
