namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>One value of a condition key.</summary>
/// <param name="IsPresent">When the request has it.</param>
/// <param name="Text">It as text.</param>
internal sealed record SmtMember(string IsPresent, SmtTerm Text)
{
    /// <summary>It as a number of seconds, where it is a date.</summary>
    public string? Number { get; init; }

    /// <summary>Its parts, where it is an ARN.</summary>
    public SmtTerm[]? Arn { get; init; }
}

/// <summary>What a request carries under a condition key.</summary>
internal sealed record SmtKey(IReadOnlyList<SmtMember> Members)
{
    /// <summary>Keys with several values ("AWS global condition context keys"): two stand for any number.</summary>
    private static readonly string[] Multivalued =
    [
        "aws:tagkeys",
        "aws:calledvia",
        "aws:principalorgpaths",
        "aws:principalservicenameslist",
    ];

    private static readonly string[] AlwaysBoolean = ["aws:viaawsservice", "aws:securetransport"];

    public string IsPresent => Smt.Or(Members.Select(m => m.IsPresent));

    public static SmtKey Of(string key, SmtRequest request, SmtResource resource) =>
        key switch
        {
            "ec2:owner" => resource.Owner is { } owner
                ? Always(owner)
                : Free(key, request, resource, isPresent: Smt.False),
            "aws:resourceaccount" => Always(resource.Account),
            "aws:principalaccount" => Always(SmtRequest.Account),
            "aws:requestedregion" or "ec2:region" => Always(SmtRequest.Region),
            "aws:currenttime" or "aws:epochtime" => new SmtKey([
                new SmtMember(Smt.True, new SmtString("time as text")) { Number = "time" },
            ]),
            "aws:principalarn" => new SmtKey([
                new SmtMember(Smt.True, SmtRequest.WholePrincipal) { Arn = SmtRequest.Principal },
            ]),
            // Organizations user guide, "SCP effects": they bind users and roles, never a service.
            "aws:principalisawsservice" => Always(new SmtFixed("false")),
            _ when AlwaysBoolean.Contains(key) => Boolean(key, request),
            _ => Free(key, request, resource, isPresent: null),
        };

    private static SmtKey Always(SmtTerm value) => new([new SmtMember(Smt.True, value)]);

    private static SmtKey Boolean(string key, SmtRequest request)
    {
        return Always(new SmtTruth(request.Declare(key, "Bool")));
    }

    /// <summary>A key that nothing is known of: it may be missing, and may have any value. Keys of EC2 belong to one resource.</summary>
    private static SmtKey Free(string key, SmtRequest request, SmtResource resource, string? isPresent)
    {
        var ofResource =
            key.StartsWith("ec2:", StringComparison.Ordinal)
            || key.StartsWith("aws:resource", StringComparison.Ordinal);
        // Service Authorization Reference: what has no resource carries no key of one.
        if (ofResource && resource.Type == SmtResource.Anything.Type)
            isPresent = Smt.False;
        var name = ofResource ? $"{key} of {resource.Type}" : key;
        if (!Multivalued.Contains(key))
            return new SmtKey([
                new SmtMember(isPresent ?? request.Declare($"has {name}", "Bool"), new SmtString(name)),
            ]);
        return new SmtKey([
            .. new[] { "first", "second" }.Select(which => new SmtMember(
                request.Declare($"has {which} {name}", "Bool"),
                new SmtString($"{which} {name}")
            )),
        ]);
    }
}
