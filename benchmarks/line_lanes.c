/* The rival of benchmarks/line.py: the recursion on departure times for a row of stations,
   vehicle by vehicle, lanes written out by hand with vector types. The same line, the same
   logarithm and the same sums as the compiled Python: working, blocked, waiting and down time,
   and active periods. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__AVX512F__)
#include <immintrin.h>
#define WIDTH 8                        /* doubles in a register */
#define LARGER(a, b) ((Real)_mm512_max_pd((__m512d)(a), (__m512d)(b)))
#elif defined(__AVX__)
#include <immintrin.h>
#define WIDTH 4
#define LARGER(a, b) ((Real)_mm256_max_pd((__m256d)(a), (__m256d)(b)))
#else
#define WIDTH 2
#define LARGER(a, b) larger(a, b)
#endif
#define LANES 32
#define GROUPS (LANES / WIDTH)
#define RING 16                        /* a buffer of 10, a machine, and a power of two */
#define PLACES 11
#define GOLDEN 0x9E3779B97F4A7C15ull

typedef double Real __attribute__((vector_size(8 * WIDTH)));
typedef uint64_t Word __attribute__((vector_size(8 * WIDTH)));

static inline __attribute__((unused)) Real larger(Real a, Real b) {
    Word first = (Word)(a > b);
    return (Real)(((Word)a & first) | ((Word)b & ~first));
}

typedef struct {
    Real ring[RING][GROUPS], left[GROUPS], worked[GROUPS], waited[GROUPS], blocked[GROUPS];
    Real periods[GROUPS], ended[GROUPS], down[GROUPS];
    Real second[GROUPS];                 /* the other draw of a word */
    Word key[GROUPS], failure_key[GROUPS];
    uint64_t failures[LANES];
} Station;

static inline uint64_t mix_one(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static inline Word mix(Word z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

/* Of 32 bits, those of the upper half: two draws to a word. The compiler fuses. */
#define EXPONENTIAL(NAME, REAL, WORD)                                                        \
    static inline REAL NAME(WORD bits) {                                                     \
        WORD word = (bits >> 32) | 0x4330000000000000ull;                                    \
        REAL number, exponent, rest;                                                         \
        memcpy(&number, &word, sizeof number);                                               \
        number = number - (4503599627370496.0 - 0.5);                                        \
        memcpy(&word, &number, sizeof word);                                                 \
        WORD offset = word - 0x3FD6A09E667F3BCDull;                                          \
        WORD biased = (offset >> 52) | 0x4330000000000000ull;                                \
        word = word - (offset & 0xFFF0000000000000ull);                                      \
        memcpy(&exponent, &biased, sizeof exponent);                                         \
        memcpy(&rest, &word, sizeof rest);                                                   \
        exponent = exponent - (4503599627370496.0 + 33.0);                                   \
        rest = rest * 2.0 - 1.0;                                                             \
        REAL square = rest * rest;                                                           \
        REAL even = square * 0.10733907905520261 + 0.11021143422528022;                      \
        REAL odd = square * -0.05985054502908305 + -0.10881178956732053;                     \
        even = even * square + 0.14285503948348371;                                          \
        odd = odd * square + -0.1241058933592222;                                            \
        even = even * square + 0.20000113353879442;                                          \
        odd = odd * square + -0.16670479000909944;                                           \
        even = even * square + 0.33333331514985903;                                          \
        odd = odd * square + -0.24999933480838232;                                           \
        even = even * square + 1.0000000000349225;                                           \
        odd = odd * square + -0.5000000033054045;                                            \
        return -(rest * (odd * rest + even) + exponent * 0.6931471805599453);                \
    }
EXPONENTIAL(exponential, Real, Word)
EXPONENTIAL(exponential_one, double, uint64_t)

int lanes(void) { return LANES; }

void *prepare(int stations, uint64_t seed) {
    Station *line = aligned_alloc(64, sizeof(Station) * stations);
    memset(line, 0, sizeof(Station) * stations);
    for (int s = 0; s < stations; s++)
        for (int lane = 0; lane < LANES; lane++) {
            seed += GOLDEN;
            ((uint64_t *)line[s].key)[lane] = mix_one(mix_one(seed));
            ((uint64_t *)line[s].failure_key)[lane] = mix_one(mix_one(~seed));
            ((double *)line[s].left)[lane] = 100.0 * exponential_one(mix_one(seed ^ 1));
        }
    return line;
}

void release(void *line) { free(line); }

void advance(void *state, int stations, int fixed, int failing, long first, long count, double *last) {
    Station *line = state;
    static const Real nothing[GROUPS];
    for (long v = first; v < first + count; v++) {
        Word counter = (Word){0} + (uint64_t)(v / 2) * GOLDEN;
        for (int s = 0; s < stations; s++) {
            Station *restrict here = line + s;
            Real times[GROUPS];
            Word fails = {0};
            if (fixed)
                for (int g = 0; g < GROUPS; g++) times[g] = (Real){0} + 1.0;
            else if (v & 1)
                memcpy(times, here->second, sizeof times);
            else
                for (int g = 0; g < GROUPS; g++) {
                    Word word = mix(here->key[g] + counter);
                    times[g] = exponential(word << 32);
                    here->second[g] = exponential(word);
                }
            for (int g = 0; g < GROUPS; g++) {
                here->worked[g] += times[g];
                if (failing) {
                    here->left[g] -= times[g];
                    fails |= (Word)(here->left[g] <= 0.0);
                }
            }
            if (failing) {
                uint64_t any = 0;
                for (int i = 0; i < WIDTH; i++) any |= fails[i];
                if (any)
                    for (int lane = 0; lane < LANES; lane++) {
                        double *left = (double *)here->left + lane;
                        while (*left <= 0.0) {
                            uint64_t key = ((uint64_t *)here->failure_key)[lane];
                            uint64_t number = here->failures[lane];
                            double repair = 10.0 * exponential_one(mix_one(key + number * GOLDEN));
                            *left += 100.0 * exponential_one(mix_one(key + (number + 1) * GOLDEN));
                            here->failures[lane] = number + 2;
                            ((double *)times)[lane] += repair;
                            ((double *)here->down)[lane] += repair;
                        }
                    }
            }
            const Real *own = here->ring[(v - 1) & (RING - 1)];
            const Real *before = s ? line[s - 1].ring[v & (RING - 1)] : own;
            const Real *space = s < stations - 1 ? line[s + 1].ring[(v - PLACES) & (RING - 1)] : nothing;
            Real *new = here->ring[v & (RING - 1)];
            for (int g = 0; g < GROUPS; g++) {
                Real arrived = before[g], free_at = own[g];
                Real begun = LARGER(arrived, free_at);
                Real done = begun + times[g];
                Real gone = LARGER(done, space[g]);
                here->waited[g] += begun - arrived;
                here->blocked[g] += gone - done;
                here->periods[g] += (Real)((Word)(begun > here->ended[g]) & (Word)((Real){0} + 1.0));
                here->ended[g] = done;
                new[g] = gone;
            }
        }
    }
    memcpy(last, line[stations - 1].ring[(first + count - 1) & (RING - 1)], LANES * sizeof(double));
}
