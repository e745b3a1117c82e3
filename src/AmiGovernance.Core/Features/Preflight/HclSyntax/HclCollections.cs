using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.HclSyntax;

/// <summary>Reads tuples, objects, and what `for` makes of others.</summary>
internal sealed class HclCollections(HclScanner scanner, HclExpressions expressions)
{
    public HclExpression ReadTuple(int depth)
    {
        var start = scanner.At++;
        scanner.SkipBlanks(newlines: true);
        if (IsFor())
            return ReadFor(start, ']', depth);
        var items = ImmutableArray.CreateBuilder<HclExpression>();
        while (true)
        {
            scanner.SkipBlanks(newlines: true);
            if (scanner.Current == ']')
                break;
            items.Add(expressions.Read(newlines: true, depth + 1));
            scanner.SkipBlanks(newlines: true);
            if (scanner.Current == ',')
                scanner.At++;
            else if (scanner.Current != ']')
                throw new HclSyntaxException(scanner.At, "expected `,` or `]` in a list");
        }
        scanner.At++;
        return new HclTuple(TextSpan.Between(start, scanner.At), items.ToImmutable());
    }

    public HclExpression ReadObject(int depth)
    {
        var start = scanner.At++;
        scanner.SkipBlanks(newlines: true);
        if (IsFor())
            return ReadFor(start, '}', depth);
        var items = ImmutableArray.CreateBuilder<HclItem>();
        while (true)
        {
            scanner.SkipBlanks(newlines: true);
            if (scanner.Current == '}')
                break;
            items.Add(ReadItem(depth));
            EndItem();
        }
        scanner.At++;
        return new HclObject(TextSpan.Between(start, scanner.At), items.ToImmutable());
    }

    private HclItem ReadItem(int depth)
    {
        var key = expressions.Read(newlines: false, depth + 1);
        scanner.SkipBlanks(newlines: false);
        if (scanner.Current is not ((byte)'=' or (byte)':'))
            throw new HclSyntaxException(scanner.At, "expected `=` or `:` after the key of an object");
        scanner.At++;
        var value = expressions.Read(newlines: false, depth + 1);
        return new HclItem(NameOf(key), key, value);
    }

    /// <summary>A bare word is a name; in parentheses it would be an expression.</summary>
    private static string? NameOf(HclExpression key) =>
        key switch
        {
            HclName name => name.Name,
            HclLiteral literal => literal.Text,
            HclTemplate template => template.Constant,
            _ => null,
        };

    /// <summary>Items are parted by commas or ends of lines.</summary>
    private void EndItem()
    {
        scanner.SkipBlanks(newlines: false);
        if (scanner.Current is (byte)',' or (byte)'\n')
            scanner.At++;
        else if (scanner.Current != '}')
            throw new HclSyntaxException(scanner.At, "expected `,`, `}` or the end of the line in an object");
    }

    private bool IsFor()
    {
        var start = scanner.At;
        var isFor = scanner.ReadIdentifier() == "for";
        if (isFor)
        {
            scanner.SkipBlanks(newlines: true);
            // `for = 1` is an item of that name.
            isFor = scanner.Current is not ((byte)'=' or (byte)':' or (byte)',' or (byte)']' or (byte)'.');
        }
        if (!isFor)
            scanner.At = start;
        return isFor;
    }

    /// <summary>`for k, v in x : k => v... if c`.</summary>
    private HclComputed ReadFor(int start, char close, int depth)
    {
        var parts = ImmutableArray.CreateBuilder<HclExpression>();
        scanner.SkipNames();
        while (true)
        {
            parts.Add(expressions.Read(newlines: true, depth + 1));
            scanner.SkipBlanks(newlines: true);
            if (scanner.StartsWith("..."u8))
                scanner.At += 3;
            scanner.SkipBlanks(newlines: true);
            if (scanner.Current == close)
                break;
            if (scanner.Current == ':')
                scanner.At++;
            else if (scanner.StartsWith("=>"u8))
                scanner.At += 2;
            else if (scanner.ReadIdentifier() != "if")
                throw new HclSyntaxException(scanner.At, $"expected `{close}` of a `for`");
        }
        scanner.At++;
        return new HclComputed(TextSpan.Between(start, scanner.At), parts.ToImmutable());
    }
}
