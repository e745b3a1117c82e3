using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Who uses images of an account, in reports.</summary>
/// <param name="Use">Whether they were launched.</param>
/// <param name="Launches">How many; left out with the next two when there was none.</param>
/// <param name="LaunchesAtLeast">There may have been more.</param>
/// <param name="LastLaunch">The day (UTC).</param>
/// <param name="By">Launches by account, the most first.</param>
/// <param name="OwnedImages">That the account has; left out without an inventory.</param>
/// <param name="LookedAt">What tells of it, one sentence each.</param>
public sealed record UsePart(
    [OneOf<UseState>] string Use,
    long? Launches,
    bool? LaunchesAtLeast,
    DateOnly? LastLaunch,
    ImmutableArray<AccountLaunchesPart> By,
    OwnedImagesPart? OwnedImages,
    ImmutableArray<string> LookedAt
);

/// <param name="AccountId">Left out when it is not known.</param>
/// <param name="Launches">How many.</param>
/// <param name="LastLaunch">The day (UTC).</param>
/// <param name="Images">By id.</param>
public sealed record AccountLaunchesPart(
    string? AccountId,
    long Launches,
    DateOnly? LastLaunch,
    ImmutableArray<string> Images
);

/// <param name="Count">How many.</param>
/// <param name="Complete">All Regions of the account were read.</param>
/// <param name="LastLaunched">The day (UTC), as EC2 tells it of the images.</param>
public sealed record OwnedImagesPart(int Count, bool Complete, DateOnly? LastLaunched);
