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
/// <remarks>Which keys are there, and with which values: IAM user guide, "AWS global condition context keys", each key's availability.</remarks>
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

    private static readonly string[] Tags = ["ec2:resourcetag/", "aws:resourcetag/"];

    public string IsPresent => Smt.Or(Members.Select(m => m.IsPresent));

    public static SmtKey Of(string key, SmtRequest request, SmtResource resource) =>
        key switch
        {
            "ec2:owner" when resource.Owner is { } owner => new SmtKey([
                new SmtMember(resource.MayLackOwner ? request.Declare($"has {key}", "Bool") : Smt.True, owner),
            ]),
            "ec2:owner" => Free(key, request, resource, isPresent: Smt.False),
            "aws:resourceaccount" when !resource.TellsAccount => Free(key, request, resource, isPresent: Smt.False),
            "aws:resourceaccount" => Always(resource.Account),
            "aws:principalaccount" => Always(SmtRequest.Account),
            "aws:requestedregion" or "ec2:region" => Always(SmtRequest.Region),
            "aws:currenttime" or "aws:epochtime" => new SmtKey([
                new SmtMember(Smt.True, new SmtString("time as text")) { Number = "time" },
            ]),
            "aws:principalarn" => new SmtKey([
                new SmtMember(Smt.True, SmtRequest.WholePrincipal) { Arn = SmtRequest.Principal },
            ]),
            // "always included".
            "aws:securetransport" => Always(Boolean(key, request)),
            // Always there "for most services"; Amazon EC2 is named among the others, though AWS's own policies use it there
            // (AWSApplicationMigrationEC2Access): both.
            "aws:viaawsservice" or "aws:multifactorauthpresent" => new SmtKey([
                new SmtMember(request.Declare($"has {key}", "Bool"), Boolean(key, request)),
            ]),
            // Always there, and true only for calls of a service principal, not for calls by a user's credentials or a service role;
            // service control policies bind users and roles, and no service (Organizations user guide, "SCP effects on permissions").
            "aws:principalisawsservice" => Always(new SmtFixed("false")),
            _ => Free(key, request, resource, isPresent: null),
        };

    private static SmtKey Always(SmtTerm value) => new([new SmtMember(Smt.True, value)]);

    private static SmtTruth Boolean(string key, SmtRequest request) => new(request.Declare(key, "Bool"));

    /// <summary>A key that nothing is known of: it may be missing, and may have any value. Keys of EC2 belong to one resource.</summary>
    private static SmtKey Free(string key, SmtRequest request, SmtResource resource, string? isPresent)
    {
        var ofResource =
            key.StartsWith("ec2:", StringComparison.Ordinal)
            || key.StartsWith("aws:resource", StringComparison.Ordinal);
        // Service Authorization Reference: what has no resource carries no key of one.
        if (ofResource && resource.Type == SmtResource.Anything.Type)
            isPresent = Smt.False;
        if (!resource.HasTags && Tags.Any(t => key.StartsWith(t, StringComparison.Ordinal)))
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
