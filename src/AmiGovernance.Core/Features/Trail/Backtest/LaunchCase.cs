namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>Launches of one owner's images by one account, which a policy denies.</summary>
/// <param name="Account">As records have it.</param>
/// <param name="Owner">As `ec2:Owner` has it.</param>
internal sealed record LaunchCase(string Account, string AccountName, string Owner)
{
    /// <summary>It depends on the owner, whom nobody knows.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>One of the images, and where it is; empty when none is known.</summary>
    public string Image { get; init; } = "";

    public string Region { get; init; } = "";

    /// <summary>What to do when no image is known.</summary>
    public required string WithoutImage { get; init; }

    /// <summary>What is launched, for the request of an exception.</summary>
    public required string Justification { get; init; }

    /// <summary>To the owners of the account.</summary>
    public required string Message { get; init; }
}
