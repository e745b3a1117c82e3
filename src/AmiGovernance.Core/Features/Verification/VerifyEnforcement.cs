using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// The runbook's chapter "Verifying Enforcement": its tests in chosen accounts and Regions, what was expected beside what AWS
/// answered, and its checklist. Nothing stays behind.
/// </summary>
public sealed class VerifyEnforcement(
    IOrganizations organizations,
    IAwsIdentity identity,
    IVerificationCalls calls,
    ICallRecords records,
    IFileStore files,
    TimeProvider time,
    IProgress<ReadProgress>? progress = null
)
{
    private const int PlacesAtOnce = 4;

    /// <summary>EC2 user guide, "Identity-based policies for Amazon EC2": allow five minutes for a change before testing it.</summary>
    private static readonly TimeSpan Propagation = TimeSpan.FromMinutes(5);

    /// <summary>Null with a report when the configuration gives no policies. Throws <see cref="AwsException"/> when the caller cannot be found out.</summary>
    public async Task<VerificationReport?> Run(VerificationRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (RepositoryFiles.ReadConfig(files, request.ConfigPath, bag) is not { } config || bag.HasErrors)
            return null;
        if (
            Expectations.Of(config, AllowedImagesState.AuditMode, now, bag) is not { } audit
            || Expectations.Of(config, AllowedImagesState.Enabled, now, bag) is not { } enforced
        )
            return null;
        var caller = await identity.GetCallerIdentity(cancel);
        var gaps = new List<VerificationGap>();
        var deployed = await Deployed(config, gaps, cancel);
        var accounts = new VerificationScope(
            config,
            deployed,
            request.Mode,
            DateOnly.FromDateTime(now.UtcDateTime)
        ).Choose(request.Accounts, caller.Account);
        Warn(config, deployed, accounts, now, bag);
        var places = accounts
            .SelectMany(a =>
                request.Regions.Select(r => (Account: a, Place: new VerificationPlace(AccountId.Parse(a.Account), r)))
            )
            .ToList();
        var choice = new ImageChoice(calls, config, enforced, request);
        var effective = await EffectivePolicies(
            accounts,
            a => a.Mode == AllowedImagesState.Enabled ? enforced : audit,
            gaps,
            cancel
        );
        var tests = new PlaceUnderTest?[places.Count];
        await InEach(
            "places looked at",
            places.Count,
            i => places[i].Place,
            gaps,
            async (i, stop) =>
            {
                var (account, place) = places[i];
                tests[i] = await Look(
                    place,
                    account,
                    account.Mode == AllowedImagesState.Enabled ? enforced : audit,
                    deployed,
                    choice,
                    request,
                    caller,
                    stop
                );
            },
            cancel
        );
        foreach (var test in tests.OfType<PlaceUnderTest>().Where(t => t.NotApproved is null))
            test.NotApproved = choice.NotApproved(
                test.Place,
                tests
                    .OfType<PlaceUnderTest>()
                    .Where(t => t.Place.Region == test.Place.Region)
                    .Select(t => t.NotApproved)
                    .OfType<ChosenImage>(),
                test.Own
            );
        await InEach(
            "places tested",
            places.Count,
            i => places[i].Place,
            gaps,
            (i, stop) => tests[i] is { } test ? Test(test, config, request, now, bag, stop) : Task.CompletedTask,
            cancel
        );
        if (request.CloudTrail)
            await InEach(
                "places whose records were looked for",
                places.Count,
                i => places[i].Place,
                gaps,
                (i, stop) =>
                    tests[i] is { } test ? new TrailTests(records, time).Run(test, now, stop) : Task.CompletedTask,
                cancel
            );
        return new VerificationReport(
            now,
            accounts,
            request.Regions,
            [.. effective, .. tests.OfType<PlaceUnderTest>().SelectMany(t => t.Lines)],
            [.. gaps.OrderBy(g => g.Account, StringComparer.Ordinal).ThenBy(g => g.Region, StringComparer.Ordinal)]
        );
    }

    /// <summary>Several places at once; one that cannot be worked on is a gap.</summary>
    private async Task InEach(
        string what,
        int count,
        Func<int, VerificationPlace> placeOf,
        List<VerificationGap> gaps,
        Func<int, CancellationToken, Task> work,
        CancellationToken cancel
    )
    {
        var done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = PlacesAtOnce, CancellationToken = cancel },
            async (i, stop) =>
            {
                try
                {
                    await work(i, stop);
                }
                catch (AwsException e)
                {
                    var place = placeOf(i);
                    lock (gaps)
                        gaps.Add(new VerificationGap(place.Account.Value, place.Region, Reason(e)));
                }
                progress?.Report(new ReadProgress(what, Interlocked.Increment(ref done), count));
            }
        );
    }

    private static string Reason(AwsException failure) =>
        $"{failure.Operation}: {failure.Code}: {Visible.Text(failure.Message)}";

    /// <summary>Null when the caller may not read the organization: then what depends on it is not checked.</summary>
    private async Task<DeployedPolicies?> Deployed(
        GovernanceConfig config,
        List<VerificationGap> gaps,
        CancellationToken cancel
    )
    {
        try
        {
            return new DeployedPolicies(
                await new ReadOrganization(organizations, progress).Read(config.Targets, cancel),
                config
            );
        }
        catch (AwsException e) when (e.IsAccessDenied || e.Code == "AWSOrganizationsNotInUseException")
        {
            gaps.Add(new VerificationGap("", "", $"the organization was not read: {Reason(e)}"));
            return null;
        }
    }

    private void Warn(
        GovernanceConfig config,
        DeployedPolicies? deployed,
        ImmutableArray<VerifiedAccount> accounts,
        DateTimeOffset now,
        DiagnosticBag bag
    )
    {
        var at = SourceLocation.OfFile(SourceText.Missing("AWS"));
        foreach (var account in accounts.Where(a => deployed?.IsTarget(AccountId.Parse(a.Account)) == false))
            bag.Report(
                VerificationDiagnostics.NotGoverned,
                at,
                $"none of the configuration's targets is above account {account.Account}",
                "policies reach an account only through the root, an organizational unit or itself; see `targets`"
            );
        if (
            config.Policy.EnforcementMode is { } configured
            && accounts.Where(a => a.Mode != configured).ToList() is { Count: > 0 } others
        )
            bag.Report(
                VerificationDiagnostics.ModeUnlikeConfig,
                at,
                $"the configuration says `{configured.Name()}`; expected is `{others[0].Mode.Name()}`, {others[0].ModeSource}, in {Plural.Of(others.Count, "account")}",
                "`--mode` says what to expect"
            );
        var last = DeploymentRecord
            .Read(files, new DiagnosticBag())
            .Entries.LastOrDefault(e => e.Event is DeploymentEvent.Done or DeploymentEvent.Finished);
        if (last is not null && now - last.At < Propagation && now >= last.At)
            bag.Report(
                VerificationDiagnostics.TooSoon,
                at,
                "the last deployment ended less than five minutes ago",
                "AWS advises to allow five minutes before a change is tested; run it again if something is not as expected"
            );
    }

    private async Task<ImmutableArray<VerificationLine>> EffectivePolicies(
        ImmutableArray<VerifiedAccount> accounts,
        Func<VerifiedAccount, Expectations> expected,
        List<VerificationGap> gaps,
        CancellationToken cancel
    )
    {
        var lines = ImmutableArray.CreateBuilder<VerificationLine>();
        foreach (var account in accounts)
        {
            var line = new VerificationLine(
                ChecklistItem.OtherLaunches,
                EvidenceKind.EffectivePolicy,
                account.Account,
                "",
                "effective EC2 policy of the account"
            )
            {
                Expected = "",
            };
            try
            {
                lines.Add(
                    LayerTests.Effective(
                        line,
                        await organizations.DescribeEffectivePolicy(
                            AccountId.Parse(account.Account),
                            OrganizationPolicyType.DeclarativePolicyEc2,
                            cancel
                        ),
                        expected(account).Policies.Declarative
                    )
                );
            }
            catch (AwsException e)
            {
                gaps.Add(new VerificationGap(account.Account, "", Reason(e)));
            }
        }
        return lines.ToImmutable();
    }

    private async Task<PlaceUnderTest> Look(
        VerificationPlace place,
        VerifiedAccount account,
        Expectations expected,
        DeployedPolicies? deployed,
        ImageChoice choice,
        VerificationRequest request,
        CallerDetails caller,
        CancellationToken cancel
    )
    {
        var settings = await calls.GetSettings(place, cancel);
        var instances = await calls.FindInstances(place, cancel);
        var principal =
            place.Account == caller.Account
                ? PrincipalNames.RoleOf(caller.Arn)
                : $"arn:{expected.Partition}:iam::{place.Account}:role/{request.RoleName}";
        return new PlaceUnderTest(place, account, expected, deployed, principal)
        {
            Settings = settings,
            Instances = instances,
            Approved = await choice.Approved(place, cancel),
            NotApproved = await choice.NotApproved(place, caller.Account, instances, cancel),
            Own = await calls.FindImage(place, ImageSearch.Own, _ => true, cancel),
        };
    }

    private async Task Test(
        PlaceUnderTest test,
        GovernanceConfig config,
        VerificationRequest request,
        DateTimeOffset now,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var dryRuns = new DryRunTests(calls);
        await dryRuns.Run(test, cancel);
        LayerTests.Settings(test);
        LayerTests.Marks(test);
        if (config.Exceptions.FirstOrDefault(e => e.AccountId == test.Place.Account) is { } exception)
            await new ExceptionTests(dryRuns, DateOnly.FromDateTime(now.UtcDateTime)).Run(test, exception, cancel);
        if (request.Launch)
            await new LaunchTests(calls, time, bag).Run(test, cancel);
    }
}
