#!/bin/sh
# Installs Referral Assistant for one user, without root, and removes it again. Case data is never touched.
set -eu

NAME=referral-assistant

usage() {
	cat <<EOF
Usage: ./install.sh [--prefix DIR]            install, or upgrade what is there
       ./install.sh [--prefix DIR] --remove   remove it; your case data stays
Without --prefix it goes into ~/.local.
EOF
}

fail() {
	printf '%s\n' "$@" >&2
	exit 2
}

# The folder this script lies in, with no symbolic link in its path.
own_folder() {
	script=$0
	if [ -L "$script" ]; then
		script=$(readlink -f -- "$script")
	fi
	cd -- "$(dirname -- "$script")" && pwd -P
}

# A path as a desktop entry wants it in Exec: quoted, with what means something to it escaped, twice.
quoted() {
	printf '%s' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g' -e 's/^/"/' -e 's/$/"/'
}

# Every file that lies outside the program's own folder, by its place in the bundle's share/.
shared_files() {
	cd -- "$1/share" && find . -type f | sed 's|^\./||'
}

write_desktop_entry() {
	entry=$prefix/share/applications/$NAME.desktop
	exec_line=$(quoted "$target/bin/$NAME")
	while IFS= read -r line; do
		case $line in
		Exec=*) printf 'Exec=%s open %%f\n' "$exec_line" ;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"$target/share/applications/$NAME.desktop" >"$entry"
}

# Tells the desktop which program opens which kind of file, where there is one to be told.
tell_desktop() {
	if [ -d "$prefix/share/mime/packages" ] && command -v update-mime-database >/dev/null 2>&1; then
		update-mime-database "$prefix/share/mime" || :
	fi
	if [ -d "$prefix/share/applications" ] && command -v update-desktop-database >/dev/null 2>&1; then
		update-desktop-database -q "$prefix/share/applications" || :
	fi
}

# What those two wrote, where nothing else is left that they could write about.
remove_lists() {
	applications=$prefix/share/applications
	if [ -z "$(find "$applications" -name '*.desktop' 2>/dev/null)" ]; then
		rm -f -- "$applications/mimeinfo.cache"
		rmdir -- "$applications" 2>/dev/null || :
	fi
	types=$prefix/share/mime
	if [ -z "$(find "$types/packages" -name '*.xml' 2>/dev/null)" ]; then
		for list in XMLnamespaces aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic types version; do
			rm -f -- "$types/$list"
		done
		rm -f -- "$types/application/vnd.referral-assistant.directory-pack.xml"
		rmdir -- "$types/application" "$types/packages" "$types" 2>/dev/null || :
	fi
}

install() {
	[ "$source" != "$target" ] || fail "This is the installed copy." "Run install.sh of the version you unpacked."
	[ -d "$source/share" ] || fail "Parts are missing beside install.sh." "Unpack the whole archive and run it there."
	mkdir -p -- "$prefix/lib" "$prefix/bin"
	rm -rf -- "$target.new" "$target.old"
	cp -R -P -- "$source" "$target.new"
	if [ -e "$target" ]; then
		shared_files "$target" | while IFS= read -r file; do rm -f -- "$prefix/share/$file"; done
		mv -- "$target" "$target.old"
	fi
	mv -- "$target.new" "$target"
	rm -rf -- "$target.old"
	ln -sf -- "../lib/$NAME/bin/$NAME" "$prefix/bin/$NAME"
	shared_files "$target" | while IFS= read -r file; do
		mkdir -p -- "$prefix/share/$(dirname -- "$file")"
		cp -- "$target/share/$file" "$prefix/share/$file"
	done
	write_desktop_entry
	tell_desktop
	echo "Installed in $target."
	echo "Start it from the menu of your desktop, or with: $prefix/bin/$NAME"
	echo "To check it: $prefix/bin/$NAME self-check"
	echo "To remove it: $target/install.sh --prefix '$prefix' --remove"
}

remove() {
	[ -e "$target" ] || fail "Nothing is installed in $target." "If it was put elsewhere, name the folder with --prefix."
	shared_files "$target" | while IFS= read -r file; do
		rm -f -- "$prefix/share/$file"
		# Folders that are empty now; rmdir leaves the others.
		(cd -- "$prefix/share" && rmdir -p -- "$(dirname -- "$file")" 2>/dev/null) || :
	done
	tell_desktop
	remove_lists
	rm -f -- "$prefix/bin/$NAME"
	rm -rf -- "$target"
	for folder in "$prefix/share" "$prefix/bin" "$prefix/lib"; do
		rmdir -- "$folder" 2>/dev/null || :
	done
	echo "Removed from $prefix."
	data=${REFERRAL_ASSISTANT_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/$NAME}
	if [ -e "$data" ]; then
		echo "Your case data was left in $data. Delete that folder only when your organisation says so."
	else
		echo "There is no case data in $data."
	fi
}

main() {
	prefix=$HOME/.local
	action=install
	while [ $# -gt 0 ]; do
		case $1 in
		--prefix)
			[ $# -gt 1 ] || fail "--prefix needs a folder."
			prefix=$2
			shift
			;;
		--prefix=*) prefix=${1#--prefix=} ;;
		--remove) action=remove ;;
		-h | --help)
			usage
			exit 0
			;;
		*)
			usage >&2
			exit 2
			;;
		esac
		shift
	done
	case $prefix in
	/*) ;;
	*) prefix=$(pwd -P)/$prefix ;;
	esac
	case $prefix in
	*[:\;]*) fail "It cannot run from $prefix." "Choose a folder without : and ; in its name." ;;
	esac
	source=$(own_folder)
	target=$prefix/lib/$NAME
	if [ -e "$target" ] && [ ! -f "$target/build.json" ]; then
		fail "$target is something else." "Move it away, or choose another folder with --prefix."
	fi
	"$action"
}

main "$@"
