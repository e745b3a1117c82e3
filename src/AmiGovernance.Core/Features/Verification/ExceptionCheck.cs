using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// Exception accounts launch their own images until the exception ends. The time before is tried; the time after is read from
/// the attached policies, for no call can be made in the future. Only the SCP ends it: the declarative layer lets own images
/// through in any case.
/// </summary>
internal sealed class ExceptionCheck(DryRunCheck dryRuns, DateOnly today)
{
    public async Task Run(PlaceUnderTest test, ExceptionAccount exception, CancellationToken cancel)
    {
        var active = exception.IsActive(today);
        var what = active
            ? $"launch an own image, before the exception ends on {exception.ExpiresOn?.Text()}"
            : "launch an own image, after the exception has ended";
        var launch = new DryRunAttempt(ChecklistItem.Exceptions, TestedAction.RunInstances, what, test.Own?.Id.Value)
        {
            WhyNoSubject = "the account owns no image in this Region",
            Image = test.Own?.Facts,
        };
        await dryRuns.Try(test, launch, cancel);

        if (active && exception.ExpiresOn is { } end)
            test.Add(AfterTheEnd(test, end));
    }

    private static VerificationLine AfterTheEnd(PlaceUnderTest test, DateOnly end)
    {
        var line = test.Line(
            ChecklistItem.Exceptions,
            EvidenceKind.PolicyText,
            $"launch an own image on {end.Text()}",
            "denied by our service control policy"
        ) with
        {
            Subject = test.Own?.Id.Value ?? "",
        };

        if (!test.Enforced)
            return (line with { Expected = "allowed" }).Judged(
                LineResult.NotApplicable,
                "allowed",
                "audit mode denies no launch, before or after"
            );
        if (test.Deployed is not { } deployed)
            return line.Unchecked("the attached policies could not be read");

        var call = test.Expected.Call(TestedAction.RunInstances, test.Place, test.Own?.Facts, test.PrincipalArn) with
        {
            Time = new DateTimeOffset(end.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        };
        if (deployed.DeniedBy(call) is not { } policy)
            return line.Judged(LineResult.NotAsExpected, "allowed");

        return line.Judged(
            deployed.IsOurs(policy.Id) ? LineResult.AsExpected : LineResult.NotChecked,
            $"denied by {policy.Name} ({policy.Id})"
        );
    }
}
