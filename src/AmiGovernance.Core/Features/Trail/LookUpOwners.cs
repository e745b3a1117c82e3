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
/// <param name="organization">
/// Only its accounts are asked; null when it is not known, and every account that calls may be.
/// </param>
public sealed class LookUpOwners(IImageFactsReader reader, ImageOwners owners, Organization? organization)
{
    private const int PlacesAtOnce = 32;

    /// <summary>An image that is hidden from five accounts that wanted it will be from the next one, too.</summary>
    private const int MostAccounts = 5;

    private readonly record struct Place(AccountId Account, RegionName Region)
    {
        public override string ToString() => $"{Account}/{Region}";
    }

    private readonly HashSet<AccountId>? members = organization?.Accounts.Select(a => a.Id).ToHashSet();

    /// <summary>In how many accounts each image has been asked about.</summary>
    private readonly Dictionary<ImageId, int> asked = [];

    /// <summary>Why places could not be asked.</summary>
    private readonly Dictionary<Place, string> failed = [];

    /// <summary>
    /// Adds what is found to the owners; the findings with the places that could not be asked among their gaps.
    /// </summary>
    public async Task<TrailFindings> Run(TrailFindings findings, CancellationToken cancel)
    {
        owners.WereLookedUp = true;
        var places = PlacesByImage(findings);
        for (var round = 0; round < MostAccounts; round++)
        {
            var due = places
                .Where(p => IsUnknown(p.Key) && asked.GetValueOrDefault(p.Key) == round && p.Value.Count > round)
                .Select(p => (Image: p.Key, Place: p.Value[round]))
                .ToList();
            foreach (var (image, _) in due)
                asked[image] = round + 1;
            await Ask(due.Where(d => !failed.ContainsKey(d.Place)).GroupBy(d => d.Place, d => d.Image), cancel);
        }

        var ledger = findings.Ledger;
        foreach (var (place, reason) in failed.OrderBy(f => f.Key.ToString(), StringComparer.Ordinal))
        {
            var open = places.Count(p => IsUnknown(p.Key) && p.Value.Contains(place));
            if (open > 0)
                ledger = ledger.Gap(
                    new TrailGap(place.ToString(), $"{Plural.Of(open, "image")} not looked up: {reason}")
                );
        }
        return findings with { Ledger = ledger };
    }

    private bool IsUnknown(ImageId image) => owners.Find(image.Value) is null;

    private Dictionary<ImageId, List<Place>> PlacesByImage(TrailFindings findings)
    {
        var calls = new TrailReporter(owners, findings.Sources, null).Report(findings.Rows);
        var places = new Dictionary<ImageId, List<Place>>();
        foreach (var image in calls.SelectMany(Unknown).GroupBy(u => u.Image, u => u.Call))
            if (ImageId.TryParse(image.Key, out var id))
                places[id] = [.. Places(image)];
        return places;
    }

    /// <summary>The image of a call, and the one that it copies.</summary>
    private static IEnumerable<(string Image, ReportedCalls Call)> Unknown(ReportedCalls call)
    {
        if (call.Owner == ImageOwners.Unknown)
            yield return (call.Key.Image, call);
        if (call.SourceOwner == ImageOwners.Unknown)
            yield return (CopySource.Of(call.Key), call);
    }

    /// <summary>Where an image was surely seen comes first, then where it was called for last.</summary>
    private static IEnumerable<Place> Places(IEnumerable<ReportedCalls> calls) =>
        calls
            .GroupBy(c => PlaceOf(c.Key))
            .OrderByDescending(g => g.Any(c => c.Key.HasSucceeded || c.Key.Outcome == CallOutcome.DryRun))
            .ThenByDescending(g => g.Max(c => c.Last))
            .ThenBy(g => g.Key.ToString(), StringComparer.Ordinal)
            .Select(g => g.Key)
            .OfType<Place>();

    /// <summary>
    /// Null where it is none: a record may say anything, and a Region becomes part of the address that is asked.
    /// </summary>
    private static Place? PlaceOf(TrailKey recorded) =>
        AccountId.TryParse(recorded.Account, out var account) && RegionName.TryParse(recorded.Region, out var region)
            ? new Place(account, region)
            : null;

    private async Task Ask(IEnumerable<IGrouping<Place, ImageId>> places, CancellationToken cancel)
    {
        var found = new ConcurrentBag<ImageFacts>();
        var refused = new ConcurrentBag<(Place Place, string Reason)>();
        await Parallel.ForEachAsync(
            places,
            new ParallelOptions { MaxDegreeOfParallelism = PlacesAtOnce, CancellationToken = cancel },
            async (images, stop) =>
            {
                var (account, region) = images.Key;
                if (members?.Contains(account) == false)
                {
                    refused.Add((images.Key, "the account is not in the organization"));
                    return;
                }
                try
                {
                    foreach (var facts in await reader.DescribeImages(account, region, [.. images.Order()], stop))
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
}
