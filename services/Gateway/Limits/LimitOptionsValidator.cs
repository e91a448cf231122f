using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Limits;

/// <summary>Looks into the lanes as well, which data annotations alone do not.</summary>
[OptionsValidator]
internal sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;
