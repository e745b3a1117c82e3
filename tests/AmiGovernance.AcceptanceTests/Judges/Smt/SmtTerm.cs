using System.Globalization;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>
/// A value of a request that policies compare with text. What is finite by AWS's rules, such as account ids, are bits for Z3, which is
/// slow with strings; the formulas say the same.
/// </summary>
internal abstract record SmtTerm
{
    /// <summary>When the value matches a pattern in which `*` is any text and `?` any character.</summary>
    public abstract string Like(string pattern, bool wildcards = true, bool ignoreCase = false);

    public string Is(string text) => Like(text, wildcards: false);

    /// <summary>When it is the same text as another value.</summary>
    public virtual string Same(SmtTerm other) => throw new NoFormulaException($"`{this}` compared with `{other}`");
}

/// <summary>A constant.</summary>
internal sealed record SmtFixed(string Text) : SmtTerm
{
    public override string Like(string pattern, bool wildcards, bool ignoreCase) =>
        Smt.Of(Smt.IsLike(Text, pattern, wildcards, ignoreCase));
}

/// <summary>A text of any length.</summary>
internal sealed record SmtString(string Name) : SmtTerm
{
    public override string Like(string pattern, bool wildcards, bool ignoreCase) =>
        wildcards && pattern.Length > 0 && pattern.All(c => c == '*')
            ? Smt.True
            : SmtTexts.Like(Name, pattern, wildcards && pattern.AsSpan().ContainsAny('*', '?'), ignoreCase);
}

/// <summary>One of some names, by its number.</summary>
internal sealed record SmtChoice(string Variable, int Bits, string[] Names) : SmtTerm
{
    public override string Like(string pattern, bool wildcards, bool ignoreCase)
    {
        var fitting = Enumerable
            .Range(0, Names.Length)
            .Where(i => Smt.IsLike(Names[i], pattern, wildcards, ignoreCase));
        return IsOneOf([.. fitting]);
    }

    /// <summary>Numbers that follow each other are a range.</summary>
    private string IsOneOf(List<int> numbers)
    {
        if (numbers.Count == Names.Length)
            return Smt.True;
        var ranges = new List<string>();
        for (var at = 0; at < numbers.Count; )
        {
            var first = numbers[at];
            while (at < numbers.Count && numbers[at] - first == numbers.Count(n => n > first && n <= numbers[at]))
                at++;
            ranges.Add(Between(first, numbers[at - 1]));
        }
        return Smt.Or(ranges);
    }

    public string Between(int first, int last) =>
        first == last
            ? Smt.Equal(Variable, Number(first))
            : $"(and (bvuge {Variable} {Number(first)}) (bvule {Variable} {Number(last)}))";

    private string Number(int number) => string.Create(CultureInfo.InvariantCulture, $"(_ bv{number} {Bits})");
}

/// <summary>A text of hexadecimal digits, four bits each, the first of them highest.</summary>
internal sealed record SmtDigits(string Variable, int Count) : SmtTerm
{
    public override string Like(string pattern, bool wildcards, bool ignoreCase)
    {
        var isPlain = !wildcards || !pattern.AsSpan().ContainsAny('*', '?');
        if (isPlain && pattern.Length == Count && pattern.All(char.IsAsciiDigit))
            return Smt.Equal(Variable, $"#x{pattern}");
        return Reach.Of(pattern, wildcards, ignoreCase).Read(this, Count).IsAtEnd;
    }

    public override string Same(SmtTerm other) =>
        other is SmtDigits digits ? Smt.Equal(Variable, digits.Variable) : base.Same(other);

    /// <summary>When the digit at a place, counted from 0, is a character.</summary>
    public string IsAt(int place, char digit)
    {
        var high = (Count - place) * 4 - 1;
        return char.IsAsciiHexDigitLower(digit)
            ? string.Create(CultureInfo.InvariantCulture, $"(= ((_ extract {high} {high - 3}) {Variable}) #x{digit})")
            : Smt.False;
    }
}

/// <summary>The value of `ec2:Owner`: an alias (EC2 user guide, "Shared AMIs"), or else the number of the account.</summary>
internal sealed record SmtOwner(SmtChoice Alias, SmtDigits Account) : SmtTerm
{
    public const string NoAlias = "-";

    public string HasNoAlias => Alias.Is(NoAlias);

    public override string Like(string pattern, bool wildcards, bool ignoreCase) =>
        Smt.Or(
            Smt.And(HasNoAlias, Account.Like(pattern, wildcards, ignoreCase)),
            Smt.And(Smt.Not(HasNoAlias), Alias.Like(pattern, wildcards, ignoreCase))
        );

    public override string Same(SmtTerm other) => Smt.And(HasNoAlias, Account.Same(other));
}

/// <summary>An image's id: `ami-` and 17 digits, or 8 for old ones.</summary>
internal sealed record SmtImageId(SmtDigits Digits, string IsOld) : SmtTerm
{
    private const int OldCount = 8;

    public override string Like(string pattern, bool wildcards, bool ignoreCase)
    {
        var old = Reach.Of(pattern, wildcards, ignoreCase).Read("ami-").Read(Digits, OldCount);
        return Smt.Or(
            Smt.And(IsOld, old.IsAtEnd),
            Smt.And(Smt.Not(IsOld), old.Read(Digits, Digits.Count - OldCount, OldCount).IsAtEnd)
        );
    }
}

/// <summary>The service in the ARN of a principal, which what comes after tells.</summary>
internal sealed record SmtPrincipalService(SmtString Resource) : SmtTerm
{
    public static readonly string[] Names = ["iam", "sts"];

    public override string Like(string pattern, bool wildcards, bool ignoreCase) =>
        Smt.Or(Names.Where(n => Smt.IsLike(n, pattern, wildcards, ignoreCase)).Select(Is));

    public new string Is(string name)
    {
        var isFederated = Resource.Like("federated-user/*", wildcards: true, ignoreCase: false);
        return name == "sts" ? isFederated : Smt.Not(isFederated);
    }
}

/// <summary>The ARN of a principal as one text.</summary>
internal sealed record SmtArn(SmtChoice Partition, SmtDigits Account, SmtString Resource) : SmtTerm
{
    private readonly SmtPrincipalService service = new(Resource);

    public override string Like(string pattern, bool wildcards, bool ignoreCase) =>
        Smt.Or(
            from partition in Partition.Names
            from name in SmtPrincipalService.Names
            let reach = Reach.Of(pattern, wildcards, ignoreCase).Read($"arn:{partition}:{name}::")
            select Smt.And(
                Partition.Is(partition),
                service.Is(name),
                reach.Read(Account, Account.Count).Read(":").Rest(Resource)
            )
        );
}

/// <summary>A constant and what comes after it.</summary>
internal sealed record SmtAfter(string Before, SmtTerm Term) : SmtTerm
{
    /// <summary>Part by part: the constant leads to some places of the pattern, of which each has its rest.</summary>
    public override string Like(string pattern, bool wildcards, bool ignoreCase) =>
        Smt.Or(
            Enumerable
                .Range(0, pattern.Length + 1)
                .Where(i => Smt.CanEnd(Before, pattern, i, wildcards, ignoreCase))
                .Select(i => Term.Like(pattern[i..], wildcards, ignoreCase))
        );
}

/// <summary>`true` or `false`.</summary>
internal sealed record SmtTruth(string Variable) : SmtTerm
{
    public override string Like(string pattern, bool wildcards, bool ignoreCase) =>
        Smt.Or(
            Smt.And(Variable, Smt.Of(Smt.IsLike("true", pattern, wildcards, ignoreCase))),
            Smt.And(Smt.Not(Variable), Smt.Of(Smt.IsLike("false", pattern, wildcards, ignoreCase)))
        );
}
