using System.Globalization;
using System.Text;

namespace AmiGovernance.Sandbox.Calls;

/// <summary>One page of a list.</summary>
/// <param name="NextToken">Null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>How a call names and limits its pages.</summary>
/// <param name="Default">Without a wish of the caller; EC2 has no limit then.</param>
public sealed record Paging(int Smallest, int Largest, int Default)
{
    /// <summary>Organizations API reference: `MaxResults` is 1 to 20.</summary>
    public static readonly Paging Organizations = new(1, 20, 20);

    public static readonly Paging Ec2 = new(5, 1000, int.MaxValue);

    public string Token { get; init; } = "NextToken";

    public string Size { get; init; } = "MaxResults";

    public Page<T> Of<T>(SandboxCall call, IEnumerable<T> items)
    {
        var start = Start(call);
        var size = call.Input.Number(Size) ?? Default;
        if (size < Smallest || (size > Largest && size != Default))
            throw TooLargeOrSmall(call.Service, size);
        if (items is IReadOnlyList<T> list && size >= list.Count && start == 0)
            return new Page<T>(list, null);
        var page = new List<T>();
        string? next = null;
        foreach (var item in items.Skip(start))
        {
            if (page.Count == size)
            {
                next = Convert.ToBase64String(
                    Encoding.UTF8.GetBytes(
                        string.Create(CultureInfo.InvariantCulture, $"{call.Operation}/{start + size}")
                    )
                );
                break;
            }
            page.Add(item);
        }
        return new Page<T>(page, next);
    }

    /// <summary>A token is good for the operation that gave it out.</summary>
    private int Start(SandboxCall call)
    {
        if (call.Input.Text(Token) is not { Length: > 0 } token)
            return 0;
        var bytes = new byte[token.Length];
        if (
            Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('/') is [var operation, var number]
            && operation == call.Operation
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        )
            return start;
        throw call.Service switch
        {
            "ec2" => new SandboxException("InvalidNextToken", "The specified token is not valid."),
            "organizations" => new SandboxException("InvalidInputException", "The provided NextToken is not valid.")
            {
                Reason = "INVALID_NEXT_TOKEN",
            },
            "cloudwatch" or "autoscaling" => new SandboxException("InvalidNextToken", "The token is not valid."),
            "logs" or "sns" => new SandboxException("InvalidParameterException", "The specified nextToken is invalid."),
            _ => new SandboxException("InvalidNextTokenException", "The token is not valid."),
        };
    }

    private SandboxException TooLargeOrSmall(string service, int size) =>
        service switch
        {
            "ec2" => new SandboxException(
                "InvalidParameterValue",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Value ( {size} ) for parameter maxResults is invalid. Expecting a value between {Smallest} and {Largest}."
                )
            ),
            "organizations" => new SandboxException(
                "InvalidInputException",
                "You specified an invalid value for MaxResults."
            )
            {
                Reason = size < Smallest ? "MIN_VALUE_EXCEEDED" : "MAX_VALUE_EXCEEDED",
            },
            "cloudtrail" => new SandboxException(
                "InvalidMaxResultsException",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The value of MaxResults must be between {Smallest} and {Largest}."
                )
            ),
            _ => new SandboxException(
                service is "autoscaling" or "cloudwatch" or "sns" ? "ValidationError" : "ValidationException",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Value '{size}' at '{Size}' failed to satisfy constraint: Member must have value between {Smallest} and {Largest}"
                )
            ),
        };
}
