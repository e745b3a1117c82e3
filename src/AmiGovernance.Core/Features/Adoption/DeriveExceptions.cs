using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>Owners with an end: those whose end has not come are exceptions, the others are nothing any more.</summary>
internal sealed class DeriveExceptions(AdoptionRequest request, ScpFacts scps, List<NotCarried> notCarried)
{
    /// <summary>By owner; of creation alone where nothing denies launches.</summary>
    private readonly SortedDictionary<string, DatedDeny> ends = scps.Launch is null ? scps.CreationEnds : scps.Ends;

    public ImmutableArray<AdoptedOwner> WithoutEnded(ImmutableArray<AdoptedOwner> owners)
    {
        var left = ImmutableArray.CreateBuilder<AdoptedOwner>();
        foreach (var owner in owners)
            if (ends.GetValueOrDefault(owner.Owner.IamName) is not { } end)
                left.Add(owner);
            else if (IsOver(end))
                Report(end, owner.Owner, "has ended: it is left out, and ours allows none of its images");
            else
            {
                left.Add(owner);
                if (owner.Owner.Alias is not null)
                    Report(end, owner.Owner, "ours allows its images without an end: only accounts can be exceptions");
            }
        return left.ToImmutable();
    }

    public ImmutableArray<AdoptedException> Of(ImmutableArray<AdoptedOwner> owners)
    {
        foreach (var owner in scps.UsableBy.Keys.Where(o => !ends.ContainsKey(o)))
            ReportLaunch(
                $"only some accounts may launch images of {owner}",
                "every account may: without an end it is no exception"
            );
        var listed = owners.Where(o => o.Owner.Account is not null).ToDictionary(o => o.Owner.DeclarativeName);
        return
        [
            .. ends.Where(e => listed.ContainsKey(e.Key) && !IsOver(e.Value))
                .Select(e => new AdoptedException(AccountId.Parse(e.Key), e.Value.From, listed[e.Key].Evidence)
                {
                    UsableBy =
                    [
                        .. (scps.UsableBy.GetValueOrDefault(e.Key, []))
                            .Where(a => a != e.Key && AccountId.IsValid(a))
                            .Select(AccountId.Parse),
                    ],
                    MayCreateImages = MayCreate(e.Key),
                }),
        ];
    }

    /// <summary>Whether its right to create images has an end, which has not come.</summary>
    public bool MayCreate(string account) => scps.CreationEnds.GetValueOrDefault(account) is { } end && !IsOver(end);

    /// <summary>A publisher has no end, so it may create images for ever or not at all.</summary>
    public void ReportCreation(string account)
    {
        if (MayCreate(account) && scps.CreationEnds[account] is { Told: var told } end)
            notCarried.Add(
                NotCarried.Of(
                    told.Policy,
                    told.Parts.Pointer,
                    $"the account {account} may create images until {end.From.Text()}",
                    "ours denies it: only an exception has an end"
                )
            );
    }

    private bool IsOver(DatedDeny end) => end.From <= request.AsOf;

    private void Report(DatedDeny end, OwnerId owner, string becomes) =>
        notCarried.Add(
            NotCarried.Of(
                end.Told.Policy,
                end.Told.Parts.Pointer,
                $"the owner {owner.IamName} is denied from {end.From.Text()} on",
                becomes
            )
        );

    private void ReportLaunch(string meaning, string becomes)
    {
        if (scps.Launch is { } launch)
            notCarried.Add(NotCarried.Of(launch.Policy, launch.Parts.Pointer, meaning, becomes));
    }
}
