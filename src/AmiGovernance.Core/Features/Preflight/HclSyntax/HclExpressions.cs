using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.HclSyntax;

/// <summary>Reads expressions (HCL native syntax specification, "Expressions").</summary>
internal sealed class HclExpressions(HclScanner scanner)
{
    private static readonly byte[][] Operators =
    [
        [.. "||"u8],
        [.. "&&"u8],
        [.. "=="u8],
        [.. "!="u8],
        [.. "<="u8],
        [.. ">="u8],
        [.. "<"u8],
        [.. ">"u8],
        [.. "+"u8],
        [.. "-"u8],
        [.. "*"u8],
        [.. "/"u8],
        [.. "%"u8],
    ];

    /// <param name="newlines">Within brackets an expression goes on in the next line.</param>
    public HclExpression Read(bool newlines, int depth)
    {
        if (depth > HclParser.MaxDepth)
            throw new HclSyntaxException(scanner.At, $"expressions are nested more than {HclParser.MaxDepth} deep");
        scanner.SkipBlanks(newlines);
        var first = ReadOperations(newlines, depth);
        var end = scanner.At;
        scanner.SkipBlanks(newlines);
        if (scanner.Current != '?')
        {
            scanner.At = end;
            return first;
        }
        scanner.At++;
        var yes = Read(newlines, depth + 1);
        scanner.SkipBlanks(newlines);
        Expect(':', "`:` of a conditional");
        var no = Read(newlines, depth + 1);
        return new HclConditional(TextSpan.Between(first.Span.Start, no.Span.End), first, yes, no);
    }

    private HclExpression ReadOperations(bool newlines, int depth)
    {
        var first = ReadUnary(newlines, depth);
        List<HclExpression>? all = null;
        while (true)
        {
            var end = scanner.At;
            scanner.SkipBlanks(newlines);
            if (Operator() is not { } length)
            {
                scanner.At = end;
                return all is null
                    ? first
                    : new HclComputed(TextSpan.Between(first.Span.Start, all[^1].Span.End), [.. all]);
            }
            scanner.At += length;
            scanner.SkipBlanks(newlines);
            (all ??= [first]).Add(ReadUnary(newlines, depth));
        }
    }

    private int? Operator()
    {
        foreach (var text in Operators)
            if (scanner.StartsWith(text))
                return text.Length;
        return null;
    }

    private HclExpression ReadUnary(bool newlines, int depth)
    {
        var start = scanner.At;
        var isSigned = false;
        while (scanner.Current is (byte)'-' or (byte)'!')
        {
            isSigned = true;
            scanner.At++;
            scanner.SkipBlanks(newlines);
        }
        var term = ReadPostfix(newlines, depth);
        return isSigned ? new HclComputed(TextSpan.Between(start, term.Span.End), [term]) : term;
    }

    private HclExpression ReadPostfix(bool newlines, int depth)
    {
        var term = ReadTerm(newlines, depth);
        while (true)
        {
            var end = scanner.At;
            // Within brackets the next attribute may stand in the next line.
            scanner.SkipBlanks(newlines);
            if (scanner.Current == '.' && scanner.Peek(1) != '.')
                term = ReadAttribute(term);
            else if (scanner.Current == '[')
                term = ReadIndex(term, depth);
            else
            {
                scanner.At = end;
                return term;
            }
        }
    }

    private HclExpression ReadAttribute(HclExpression of)
    {
        scanner.At++;
        scanner.SkipBlanks(newlines: false);
        var at = scanner.At;
        if (scanner.Current == '*')
        {
            scanner.At++;
            return new HclEachOf(TextSpan.Between(of.Span.Start, scanner.At), of);
        }
        var isNumber = scanner.Current is >= (byte)'0' and <= (byte)'9';
        var name = isNumber ? scanner.ReadDigits() : scanner.ReadIdentifier();
        return name is null
            ? throw new HclSyntaxException(at, "expected the name of an attribute after `.`")
            : new HclAttributeOf(TextSpan.Between(of.Span.Start, scanner.At), of, name);
    }

    private HclExpression ReadIndex(HclExpression of, int depth)
    {
        scanner.At++;
        scanner.SkipBlanks(newlines: true);
        if (scanner.StartsWith("*]"u8))
        {
            scanner.At += 2;
            return new HclEachOf(TextSpan.Between(of.Span.Start, scanner.At), of);
        }
        var key = Read(newlines: true, depth + 1);
        scanner.SkipBlanks(newlines: true);
        Expect(']', "`]` of an index");
        return new HclIndexOf(TextSpan.Between(of.Span.Start, scanner.At), of, key);
    }

    private HclExpression ReadTerm(bool newlines, int depth)
    {
        var start = scanner.At;
        switch (scanner.Current)
        {
            case (byte)'"':
                return ReadQuoted(depth);
            case (byte)'<' when scanner.StartsWith("<<"u8):
                return new HclTemplates(scanner, this).ReadHeredoc(depth);
            case (byte)'(':
                return ReadGroup(depth);
            case (byte)'[':
                return new HclCollections(scanner, this).ReadTuple(depth);
            case (byte)'{':
                return new HclCollections(scanner, this).ReadObject(depth);
            case >= (byte)'0' and <= (byte)'9':
                var number = scanner.ReadNumber();
                return new HclLiteral(TextSpan.Between(start, scanner.At), number);
            default:
                return ReadNamed(newlines, depth);
        }
    }

    public HclTemplate ReadQuoted(int depth) => new HclTemplates(scanner, this).ReadQuoted(depth);

    private HclGroup ReadGroup(int depth)
    {
        var start = scanner.At++;
        var inner = Read(newlines: true, depth + 1);
        scanner.SkipBlanks(newlines: true);
        Expect(')', "`)`");
        return new HclGroup(TextSpan.Between(start, scanner.At), inner);
    }

    private HclExpression ReadNamed(bool newlines, int depth)
    {
        var start = scanner.At;
        if (scanner.ReadIdentifier() is not { } name)
            throw new HclSyntaxException(start, "expected an expression");
        var end = scanner.At;
        // Functions of providers: `provider::aws::arn_parse` (Terraform 1.8).
        while (scanner.StartsWith("::"u8))
        {
            scanner.At += 2;
            name += $"::{scanner.ReadIdentifier()}";
            end = scanner.At;
        }
        scanner.SkipBlanks(newlines);
        if (scanner.Current == '(')
            return ReadCall(start, name, depth);
        scanner.At = end;
        var span = TextSpan.Between(start, end);
        return name is "true" or "false" or "null" ? new HclLiteral(span, name) : new HclName(span, name);
    }

    private HclCall ReadCall(int start, string name, int depth)
    {
        scanner.At++;
        var arguments = ImmutableArray.CreateBuilder<HclExpression>();
        while (true)
        {
            scanner.SkipBlanks(newlines: true);
            if (scanner.Current == ')')
                break;
            arguments.Add(Read(newlines: true, depth + 1));
            scanner.SkipBlanks(newlines: true);
            if (scanner.StartsWith("..."u8))
                scanner.At += 3;
            scanner.SkipBlanks(newlines: true);
            if (scanner.Current == ',')
                scanner.At++;
            else if (scanner.Current != ')')
                throw new HclSyntaxException(scanner.At, $"expected `,` or `)` in the call of `{name}`");
        }
        scanner.At++;
        return new HclCall(TextSpan.Between(start, scanner.At), name, arguments.ToImmutable());
    }

    public void Expect(char unit, string what)
    {
        if (scanner.Current != unit)
            throw new HclSyntaxException(scanner.At, $"expected {what}");
        scanner.At++;
    }
}
