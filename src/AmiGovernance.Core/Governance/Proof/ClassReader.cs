using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Reads the prover's classes of an action, in which some members stand for all, as classes that list their members.
/// </summary>
internal sealed class ClassReader(Proof proof, string action)
{
    /// <summary>Those that conditions name as owners of images with an alias.</summary>
    private readonly List<string> owningAccounts =
    [
        .. CertifiedClasses.Owning(proof.Denies.Where(d => d.Names(action))),
    ];

    private readonly PrincipalLists principals = new(proof.Denies.Where(d => d.Names(action)));

    /// <summary>Why some classes cannot be told; null when all can.</summary>
    public string? Problem { get; private set; }

    public ImmutableArray<CertifiedClass> Read()
    {
        var found = proof.Space.Classes([action], Asked.Always);
        if (found.Find(c => c.Depends is not null) is { Depends: { } doubt })
            Problem ??= doubt.Text;
        if (found.SelectMany(c => c.Keys.Values).FirstOrDefault() is { } further)
            Problem ??= $"requests are told apart by {further.Key}";
        if (!principals.IsChain)
            Problem ??= $"statements on {action} name principals in lists that overlap";
        var places = found.Select(c => c.Place).OfType<Place>().Distinct().ToList();
        if (places.GroupBy(p => p.Partition).Any(partition => partition.Count() > 1))
            Problem ??= "requests are told apart by Region or image id";
        // Partitions differ in the callers that there are, so that the same class comes from several of them.
        var joined = ClassParts.Joined(found.GroupBy(c => c.Place).SelectMany(AtPlace));
        return [.. joined.SelectMany(c => principals.Runs(c.Levels).Select(run => CertifiedClass.Of(c, run)))];
    }

    private IEnumerable<ClassParts> AtPlace(IEnumerable<RequestClass> classes)
    {
        var here = classes.ToList();
        var named = here.Select(c => c.Image).OfType<ImageClass>().SelectMany(i => i.Members).ToHashSet();
        return here.GroupBy(c => c.Image)
            .SelectMany(image => Images(image.Key, named).SelectMany(told => OnImage(told, [.. image])));
    }

    /// <summary>Owners, and the accounts of those with an alias.</summary>
    private IEnumerable<(ClassValues Owners, ClassValues Accounts)> Images(ImageClass? image, HashSet<string> named)
    {
        if (image is null)
            return [(ClassValues.Any, ClassValues.Any)];
        if (image.IsUnnamed)
            return [(ClassValues.AllBut(named), ClassValues.Any)];
        return image
            .Images.GroupBy(i => i.Owner, i => i.Account)
            .Select(owner => (ClassValues.Of([owner.Key]), Owning(owner.Key, [.. owner])));
    }

    /// <summary>An account owns its images itself; those with an alias are owned by accounts that conditions name, or by others.</summary>
    private ClassValues Owning(string owner, IReadOnlyCollection<string> accounts)
    {
        if (owningAccounts.Count == 0 || accounts.Contains(owner))
            return ClassValues.Any;
        return accounts.All(owningAccounts.Contains)
            ? ClassValues.Of(accounts)
            : ClassValues.AllBut(owningAccounts.Except(accounts));
    }

    private IEnumerable<ClassParts> OnImage(
        (ClassValues Owners, ClassValues Accounts) image,
        IReadOnlyCollection<RequestClass> classes
    )
    {
        var callers = classes.Select(c => c.Principal).OfType<PrincipalClass>().ToList();
        if (callers.Where(c => c.Accounts.IsEmpty).Select(c => c.Account).Distinct().Count() > 1)
            Problem ??= "accounts that no document names are told apart by patterns";
        var named = callers.SelectMany(c => c.Accounts).ToHashSet();
        var asked = classes.Select(c => c.Image).OfType<ImageClass>().FirstOrDefault(i => i.AsksOwner);
        return classes
            .GroupBy(c => c.Principal)
            .SelectMany(caller =>
                Spans(caller)
                    .Select(span => new ClassParts(
                        image.Owners,
                        image.Accounts,
                        Accounts(caller.Key, named),
                        principals.LevelsOf(caller.Key),
                        span.From,
                        span.Until,
                        span.DeniedBy
                    )
                    {
                        Asked = asked?.Owner,
                    })
            );
    }

    private static ClassValues Accounts(PrincipalClass? caller, HashSet<string> named)
    {
        if (caller is null)
            return ClassValues.Any;
        return caller.Accounts.IsEmpty ? ClassValues.AllBut(named) : ClassValues.Of(caller.Accounts);
    }

    /// <summary>The times of classes are the first of a span each, but for the first one, before which no other stands.</summary>
    private List<(DateTimeOffset? From, DateTimeOffset? Until, int? DeniedBy)> Spans(IEnumerable<RequestClass> classes)
    {
        var spans = new List<(DateTimeOffset? From, DateTimeOffset? Until, int? DeniedBy)>();
        foreach (var found in classes.OrderBy(c => c.Time))
        {
            var denied = NumberOf(found.DeniedBy);
            if (spans.Count > 0 && spans[^1].DeniedBy == denied)
                continue;
            if (spans.Count > 0)
                spans[^1] = spans[^1] with { Until = found.Time };
            spans.Add((spans.Count == 0 ? null : found.Time, null, denied));
        }
        return spans;
    }

    private int? NumberOf(Statement? statement)
    {
        for (var i = 0; statement is not null && i < proof.Input.Statements.Length; i++)
            if (ReferenceEquals(proof.Input.Statements[i], statement))
                return i;
        return null;
    }
}
