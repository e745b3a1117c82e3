namespace AmiGovernance.Core.Features.Doctor;

public enum CheckOutcome
{
    Fine,

    Wrong,

    /// <summary>Nothing is wrong, but it must be known.</summary>
    Notice,

    /// <summary>It could not be looked at, for something before it is wrong.</summary>
    NotLooked,
}

/// <summary>One check of the doctor.</summary>
/// <param name="Name">Such as `policy-types`.</param>
/// <param name="Found">What is so, or what is wrong.</param>
public sealed record Check(string Name, CheckOutcome Outcome, string Found)
{
    /// <summary>Why it matters; null when it is fine.</summary>
    public string? Cause { get; init; }

    /// <summary>What fixes it, or says more: a command a line, to be pasted as it is; null where no command does.</summary>
    public string? Command { get; init; }

    /// <summary>What must be known of the command, or what to do where there is none.</summary>
    public string? Remark { get; init; }

    public static Check Fine(string name, string found) => new(name, CheckOutcome.Fine, found);

    /// <param name="command">See <see cref="Command"/>.</param>
    /// <param name="remark">See <see cref="Remark"/>: one of the two is there.</param>
    public static Check Wrong(string name, string found, string cause, string? command, string? remark = null) =>
        new(name, CheckOutcome.Wrong, found)
        {
            Cause = cause,
            Command = command,
            Remark = remark,
        };

    public static Check NotLooked(string name, string why) => new(name, CheckOutcome.NotLooked, why);
}
