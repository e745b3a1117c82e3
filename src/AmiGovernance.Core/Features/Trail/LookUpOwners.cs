using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>
/// Asks AWS about images whose owner neither files nor the trail tell, in the accounts and Regions that called for them: images are
/// seen there, or nowhere (EC2 API reference, DescribeImages). What no account sees stays unknown; so does what lies in places that
/// cannot be asked, and these are gaps. Made for one run of a command: an image is asked about once in an account.
/// </summary>
/// <param name="organization">Only its accounts are asked; null when it is not known, and every account that calls may be.</param>
public sealed class LookUpOwners(IImageUseReader reader, ImageOwners owners, Organization? organization)
{
    private const int PlacesAtOnce = 32;

    /// <summary>An image that is hidden from five accounts that wanted it will be from the next one, too.</summary>
    private const int MostAccounts = 5;

    private readonly HashSet<string>? members = organization
        ?.Accounts.Select(a => a.Id.Value)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>In how many accounts each image has been asked about.</summary>
    private readonly Dictionary<string, int> asked = new(StringComparer.Ordinal);

    private readonly SortedDictionary<(string Account, string Region), string> failed = [];

    /// <summary>Adds what is found to the owners; the findings with the places that could not be asked among their gaps.</summary>
    public async Task<TrailFindings> Run(TrailFindings findings, CancellationToken cancel)
    {
        var calls = new TrailReporter(owners, findings.Sources, null).Report(findings.Rows);
        var places = calls
            .Where(c => c.Owner == ImageOwners.Unknown && CallImages.IsImage(c.Key.Image))
            .GroupBy(c => c.Key.Image)
            .ToDictionary(g => g.Key, g => Places(g).ToList(), StringComparer.Ordinal);
        for (var round = 0; round < MostAccounts; round++)
        {
            var due = places
                .Where(p =>
                    owners.Find(p.Key) is null && asked.GetValueOrDefault(p.Key) == round && p.Value.Count > round
                )
                .Select(p => (Image: p.Key, Place: p.Value[round]))
                .ToList();
            foreach (var (image, _) in due)
                asked[image] = round + 1;
            await Ask(due.Where(d => !failed.ContainsKey(d.Place)).GroupBy(d => d.Place, d => d.Image), cancel);
        }
        var ledger = findings.Ledger;
        foreach (var ((account, region), reason) in failed)
        {
            var open = places.Count(p => owners.Find(p.Key) is null && p.Value.Contains((account, region)));
            if (open > 0)
                ledger = ledger.Gap(
                    new TrailGap($"{account}/{region}", $"{Plural.Of(open, "image")} not looked up: {reason}")
                );
        }
        return findings with { Ledger = ledger };
    }

    /// <summary>Where an image was surely seen comes first, then where it was called for last.</summary>
    private static IEnumerable<(string Account, string Region)> Places(IEnumerable<ReportedCalls> calls) =>
        from call in calls
        group call by (call.Key.Account, call.Key.Region) into place
        where AccountId.IsValid(place.Key.Account) && IsRegion(place.Key.Region)
        orderby place.Any(c => c.Key.Outcome is CallOutcome.Succeeded or CallOutcome.DryRun) descending, place.Max(c =>
            c.Last
        ) descending, place.Key
        select place.Key;

    private async Task Ask(
        IEnumerable<IGrouping<(string Account, string Region), string>> places,
        CancellationToken cancel
    )
    {
        var (found, refused) = (
            new ConcurrentBag<ImageFacts>(),
            new ConcurrentBag<((string, string) Place, string Reason)>()
        );
        await Parallel.ForEachAsync(
            places,
            new ParallelOptions { MaxDegreeOfParallelism = PlacesAtOnce, CancellationToken = cancel },
            async (images, stop) =>
            {
                var (account, region) = images.Key;
                if (members is not null && !members.Contains(account))
                {
                    refused.Add((images.Key, "the account is not in the organization"));
                    return;
                }
                try
                {
                    ImmutableArray<string> ids = [.. images.Order(StringComparer.Ordinal)];
                    foreach (var facts in await reader.DescribeImages(AccountId.Parse(account), region, ids, stop))
                        found.Add(facts);
                }
                catch (AwsException e)
                {
                    refused.Add((images.Key, e.Failure.Summary));
                }
            }
        );
        foreach (var facts in found)
            owners.Add(facts);
        foreach (var (place, reason) in refused)
            failed[place] = reason;
    }

    /// <summary>A record may say anything, and a Region becomes part of the address that is asked.</summary>
    private static bool IsRegion(string text) =>
        text.Length is > 4 and < 30
        && text.Contains('-', StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
