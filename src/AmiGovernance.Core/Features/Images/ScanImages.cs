using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>Reads the images of every account in every enabled Region into the inventory.</summary>
/// <param name="organizations">Tells which accounts there are.</param>
/// <param name="identity">Tells who scans.</param>
/// <param name="reader">Reads the accounts.</param>
/// <param name="inventory">Keeps what was read.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told how far the scan is; null for nobody.</param>
public sealed class ScanImages(
    IOrganizations organizations,
    IAwsIdentity identity,
    IImageReader reader,
    IImageStore inventory,
    TimeProvider time,
    IProgress<ScanProgress>? progress = null
)
{
    /// <summary>The scan; null with a report when nothing could be done.</summary>
    /// <param name="request">What is looked at.</param>
    /// <param name="bag">Takes the reports.</param>
    /// <exception cref="AwsException">The organization cannot be read.</exception>
    public async Task<ScanRecord?> Run(ScanRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var caller = await identity.GetCallerIdentity(cancel);
        var organization = await organizations.DescribeOrganization(cancel);
        var accounts = await organizations.ListAccounts(cancel);
        ReportStrangers(request, organization.Id, accounts, bag);
        if (bag.HasErrors || Begin(request, organization.Id, caller.Arn, accounts, bag) is not { } scan)
            return null;

        if (!inventory.Save(scan, LeftOut(request, scan, accounts), bag))
            return null;

        var chosen = accounts.Where(a => request.Asks(a.Id)).ToList();
        var tally = new ScanTally(chosen.Count, started, time, progress);
        var regions = new RegionReader(reader, Rules(request, scan, organization.Id, accounts), scan.Depth, time);
        var run = new ScanRun(request, scan, reader, regions, inventory, tally, time);
        await run.Run(chosen, bag, cancel);
        AskedRegions.Report(run.UnknownRegions, bag);

        return !bag.HasErrors && inventory.Finish(scan.Number, time.GetUtcNow(), bag) ? inventory.LastScan : null;
    }

    /// <summary>Accounts that the scan is not to look at: who reads the inventory has to know that nobody did.</summary>
    private List<RegionScan> LeftOut(ScanRequest request, ScanRecord scan, ImmutableArray<OrganizationAccount> accounts)
    {
        var noted = inventory.Ledger(scan.Number).Select(r => r.Account).ToHashSet();
        return
        [
            .. accounts
                .Where(a => a.State == AccountState.Active && !request.Asks(a.Id) && !noted.Contains(a.Id))
                .Select(a => new RegionScan(a.Id, null, Coverage.NotAsked, time.GetUtcNow())
                {
                    Reason = "the scan was asked for other accounts",
                }),
        ];
    }

    private static void ReportStrangers(
        ScanRequest request,
        string organization,
        ImmutableArray<OrganizationAccount> accounts,
        DiagnosticBag bag
    )
    {
        foreach (var stranger in request.Accounts.Except(accounts.Select(a => a.Id)))
            bag.Report(
                ImagesDiagnostics.UnknownAccount,
                SourceLocation.OfFile(SourceText.Missing("AWS")),
                $"account {stranger} is not in the organization {organization}"
            );
    }

    private ScanRecord? Begin(
        ScanRequest request,
        string organization,
        string caller,
        ImmutableArray<OrganizationAccount> accounts,
        DiagnosticBag bag
    )
    {
        if (!request.Resume && inventory.LastScan is { } other && other.Organization != organization)
        {
            bag.Report(
                ImagesDiagnostics.OtherOrganization,
                SourceLocation.OfFile(SourceText.Missing("AWS")),
                $"the inventory is of the organization `{other.Organization}`, and these credentials belong to {organization}",
                "`--db` names another file for this organization; `--profile` chooses other credentials"
            );
            return null;
        }
        if (!request.Resume)
            return inventory.Begin(
                time.GetUtcNow(),
                request.Depth ?? ScanDepth.Full,
                organization,
                caller,
                accounts,
                bag
            );
        if (inventory.LastScan is { } last && last.Organization == organization)
            return GoOn(request, last, bag);

        ReportNothingToResume(
            $"the inventory holds no scan of the organization {organization} to go on with",
            "leave `--resume` out to begin one",
            bag
        );
        return null;
    }

    /// <summary>The scan; null with a report when it is of another depth, or when nothing of it is left to read: it may be old.</summary>
    private ScanRecord? GoOn(ScanRequest request, ScanRecord last, DiagnosticBag bag)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"scan {last.Number} of {last.StartedAt.Day().Text()}");
        if (request.Depth is { } depth && depth != last.Depth)
            ReportNothingToResume(
                $"{title} has the depth `{last.Depth.Name()}`, and not `{depth.Name()}`",
                "leave `--depth` out to go on with it, or `--resume` to begin one of that depth",
                bag
            );
        else if (last.FinishedAt is not null && !inventory.Ledger(last.Number).Any(r => IsLeft(request, r)))
            ReportNothingToResume(
                $"{title} has read all that is asked for",
                "leave `--resume` out to begin one that sees what is there now",
                bag
            );
        else
            return last;
        return null;
    }

    private static bool IsLeft(ScanRequest request, RegionScan place) =>
        place.Coverage.IsGap() && request.Asks(place.Account) && request.Asks(place.Region);

    private static void ReportNothingToResume(string message, string help, DiagnosticBag bag) =>
        bag.Report(ImagesDiagnostics.NothingToResume, SourceLocation.OfFile(SourceText.Missing("AWS")), message, help);

    private static ImageRules Rules(
        ScanRequest request,
        ScanRecord scan,
        string organization,
        ImmutableArray<OrganizationAccount> accounts
    )
    {
        var scope = new OrganizationScope(organization, accounts.Select(a => a.Id).ToFrozenSet())
        {
            ApprovedOwners = request.ApprovedOwners,
        };
        return new ImageRules(scope, request.Naming, request.UnusedDays, scan.StartedAt)
        {
            AllowedImages = request.AllowedImages,
            BlocksPublicAccess = request.BlocksPublicAccess,
            States = request.States,
        };
    }
}
