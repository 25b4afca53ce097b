/* SPDX-License-Identifier: MIT */
/* Text and ranges: what C gives, read without copies. Part of reroute.hpp, which says who owns what. */
#ifndef REROUTE_CPP_TEXT_HPP
#define REROUTE_CPP_TEXT_HPP

#include <cstddef>
#include <cstring>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../plugins.h"

namespace reroute {

inline std::string_view view(const char *text) noexcept { return text == nullptr ? std::string_view() : std::string_view(text); }
inline std::string_view view(const rrp_str &text) noexcept { return text.n == 0 ? std::string_view() : std::string_view(text.p, text.n); }
/* What a plugin says, in the language or in the one there is. */
inline std::string_view text(const rrp_vec &texts, rr_lang lang) noexcept { return view(rr_plugin_text(&texts, lang)); }

/* Into a field of fixed size: a date, a currency. */
template <std::size_t N> void assign(char (&field)[N], std::string_view text)
{
    if (text.size() >= N || text.find('\0') != text.npos)
        throw std::invalid_argument("reroute: text that does not fit its field");
    std::memset(field, 0, N);
    text.copy(field, N - 1);
}

/* A C array and its count. */
template <class T> class span {
    const T *data_ = nullptr;
    std::size_t size_ = 0;

  public:
    constexpr span() noexcept = default;
    constexpr span(const T *first, std::size_t count) noexcept : data_(first), size_(count) {}
    constexpr const T *begin() const noexcept { return data_; }
    constexpr const T *end() const noexcept { return data_ + size_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr const T &operator[](std::size_t index) const noexcept { return data_[index]; }
};

/* What a getter gives for 0 .. size() - 1. */
template <class Get> class items {
    Get get_;
    std::size_t size_;

  public:
    class iterator {
        const Get *get_;
        std::size_t at_;

      public:
        using iterator_category = std::input_iterator_tag;
        using reference = decltype(std::declval<const Get &>()(std::size_t()));
        using value_type = std::decay_t<reference>;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        iterator(const Get *get, std::size_t at) noexcept : get_(get), at_(at) {}
        reference operator*() const { return (*get_)(at_); }
        iterator &operator++() noexcept { return ++at_, *this; }
        iterator operator++(int) noexcept { return iterator(get_, at_++); }
        bool operator==(const iterator &other) const noexcept { return at_ == other.at_; }
        bool operator!=(const iterator &other) const noexcept { return at_ != other.at_; }
    };
    items(std::size_t size, Get get) : get_(std::move(get)), size_(size) {}
    iterator begin() const noexcept { return iterator(&get_, 0); }
    iterator end() const noexcept { return iterator(&get_, size_); }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    decltype(auto) operator[](std::size_t index) const { return get_(index); }
};

/* Records of a plugin: `for (const rrp_session &s : records<rrp_session>(course.sessions))`. Late fields: see RRP_HAS. */
template <class T> auto records(const rrp_vec &vec) noexcept
{
    return items(vec.count, [vec](std::size_t k) noexcept -> const T & {
        return *static_cast<const T *>(static_cast<const void *>(static_cast<const char *>(vec.data) + k * vec.stride));
    });
}

} // namespace reroute

#endif
