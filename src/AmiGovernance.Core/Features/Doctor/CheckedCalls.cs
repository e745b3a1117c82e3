using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>What AWS answered; so "none" can be told from "refused".</summary>
internal sealed record Answer<T>(T Value);

/// <summary>
/// The checks of what AWS shows, as they are made. Each call that is denied is remembered: that is how missing permissions are found.
/// </summary>
internal sealed class CheckedCalls
{
    private readonly List<Check> checks = [];

    public IReadOnlyList<Check> Checks => checks;

    /// <summary>The IAM actions that the caller lacks.</summary>
    public SortedSet<string> Denied { get; } = new(StringComparer.Ordinal);

    public void Add(Check check) => checks.Add(check);

    /// <summary>Null when it is refused. A denied call counts as a missing permission; any other is reported.</summary>
    /// <param name="check">The check that the call is for.</param>
    /// <param name="call">The call.</param>
    public async Task<Answer<T>?> Try<T>(string check, Func<Task<T>> call)
    {
        try
        {
            return new Answer<T>(await call());
        }
        catch (AwsException e)
        {
            Refuse(check, e.Failure);
            return null;
        }
    }

    /// <summary>Remembers a call that somebody else made and that was refused.</summary>
    public void Refuse(string check, AwsFailure failure)
    {
        if (failure.Kind == AwsFailureKind.AccessDenied)
            Denied.Add(failure.Operation);
        checks.Add(Refused(check, failure));
    }

    private static Check Refused(string check, AwsFailure failure)
    {
        if (failure.Kind == AwsFailureKind.AccessDenied)
            return Check.NotLooked(check, $"{failure.Operation} is denied");
        if (failure.Code == "AWSOrganizationsNotInUseException")
            return Check.Wrong(
                check,
                "the account is in no organization",
                "policies are attached in an organization, from its management account",
                "amigov doctor --profile NAME",
                "with a profile of the management account"
            );
        return Check.Wrong(
            check,
            AwsDiagnostics.Message(failure),
            "AWS refuses the call",
            command: null,
            "try again; AWS's health dashboard tells of outages"
        );
    }
}
