using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What a statement's Resource or NotResource asks of one resource of a call.</summary>
/// <param name="Patterns">Those that fit some resource of the kind.</param>
internal sealed record ResourceAtom(ImmutableArray<ArnParts> Patterns, bool IsExcluded, Question Question)
    : Atom("resource")
{
    private const string Opaque = "Resource";
    private static readonly DecidedAtom Everywhere = new(IsTrue: true);

    public override bool Holds(string value) => throw new InvalidOperationException(Key);

    public bool IsOnImage => Question.IsOnImage;

    /// <summary>Tells resources apart that the patterns tell apart.</summary>
    public string Form => Question.IsSource ? $"{Key} source" : $"{Key} {Question.Type}";

    /// <summary>Whether it tells Regions of the image apart that is copied.</summary>
    public bool AsksSourceRegion => Question.IsSource && Patterns.Any(p => p.Region != "*");

    /// <summary>Whether a pattern looks at no single resource of a kind, but for images, which are split by their ids.</summary>
    public static bool IsClear(string pattern, bool variables)
    {
        if (variables && HasVariable(pattern) || ResourcePattern.IsUnclear(pattern))
            return false;
        var resource = ArnParts.Of(pattern)?.Resource ?? "*";
        var kind = resource[..(resource.IndexOf('/', StringComparison.Ordinal) + 1)];
        return kind == "image/" || !Wildcard.HasWildcards(kind) && resource == $"{kind}*";
    }

    /// <summary>
    /// Null when the statement cannot match the resource; decided where all such resources do, opaque where that is not known.
    /// </summary>
    public static Atom? Of(Statement statement, Question question)
    {
        if (statement.Resources.IsEmpty)
            return Everywhere;
        if (question.Resource is null)
            return Decided(statement.Resources.Any(r => ArnPattern.Matches(r, "*")), statement);
        ImmutableArray<ArnParts> fitting =
        [
            .. statement.Resources.Select(ArnParts.Of).OfType<ArnParts>().Where(p => CanFit(p, Parts(question))),
        ];
        if (fitting.Contains(ArnParts.All))
            return Decided(true, statement);
        if (statement.Resources.Any(r => IsOpen(r, statement.HasVariables, question)))
            return new OpaqueAtom(Opaque);
        return fitting.IsEmpty
            ? Decided(false, statement)
            : new ResourceAtom(fitting, statement.ResourcesExcluded, question);
    }

    private static DecidedAtom? Decided(bool matches, Statement statement) =>
        matches != statement.ResourcesExcluded ? Everywhere : null;

    /// <summary>Whether it depends on a variable, or on how AWS reads the pattern, if it matches such a resource.</summary>
    private static bool IsOpen(string pattern, bool variables, Question question) =>
        variables && HasVariable(pattern)
        || ResourcePattern.Readings(pattern).Skip(1).Any(r => ArnParts.Of(r) is { } p && CanFit(p, Parts(question)));

    private static bool HasVariable(string pattern) => pattern.Contains("${", StringComparison.Ordinal);

    /// <summary>Of the resource's ARNs, with wildcards for what a request chooses.</summary>
    private static ArnParts Parts(Question question) =>
        ArnParts.Of(question.Resource?.Type.ArnPatterns[0] ?? "*") ?? ArnParts.All;

    private static bool CanFit(ArnParts pattern, ArnParts resource) =>
        Wildcard.Intersects(pattern.Service, resource.Service)
        && Wildcard.Intersects(pattern.Account, resource.Account)
        && Wildcard.Intersects(pattern.Resource, resource.Resource);

    /// <summary>Whether the statement can match at a place; then what it asks of the calling account, or null for nothing.</summary>
    public bool TryAt(Place place, out Atom? left)
    {
        var resource = Parts(Question);
        var here = Patterns.Where(p => IsHere(p, place)).ToList();
        var whole = here.Where(p => CoversIds(p.Resource, resource.Resource, place.ImageId)).ToList();
        var accounts = whole
            .Select(p => p.Account)
            .Where(a => resource.Account.Length > 0 && (a.Length == 0 || a.Any(c => c != '*')))
            .ToImmutableArray();
        left = null;
        if (whole.Count > accounts.Length)
            return !IsExcluded;
        if (here.Count > whole.Count)
            left = new OpaqueAtom(Opaque);
        else if (!accounts.IsEmpty && SharedResources.Contains(Question.Type))
            left = new OpaqueAtom($"whose {Question.Type} it is");
        else if (!accounts.IsEmpty)
            left = new AccountAtom(accounts, IsExcluded);
        else
            return IsExcluded;
        return true;
    }

    /// <summary>The ARNs of some services name no Region.</summary>
    private string RegionOf(Place place)
    {
        if (Parts(Question).Region.Length == 0)
            return "";
        return Question.IsSource ? place.SourceRegion ?? place.Region : place.Region;
    }

    private bool IsHere(ArnParts pattern, Place place) =>
        Wildcard.Matches(pattern.Partition, place.Partition.Name())
        && Wildcard.Matches(pattern.Region, RegionOf(place))
        && (!IsOnImage || Wildcard.Matches(pattern.Resource, $"image/{place.ImageId}"));

    /// <summary>Whether the pattern fits every resource of the kind, or the very image.</summary>
    private bool CoversIds(string pattern, string resource, string imageId)
    {
        if (IsOnImage)
            return Wildcard.Matches(pattern, $"image/{imageId}");
        // Where nothing in the ARN varies, a pattern that fits it fits all.
        var star = resource.IndexOf('*', StringComparison.Ordinal);
        return star < 0 || pattern.EndsWith('*') && Wildcard.Matches(pattern, resource.AsSpan(0, star));
    }
}
